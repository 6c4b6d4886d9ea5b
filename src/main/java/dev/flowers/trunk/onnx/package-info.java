/**
 * Trunks in ONNX files: any network that takes one photo tensor and gives rows of numbers, run by
 * DJL's OnnxRuntime engine; and ONNX as a format to export to.
 *
 * <p>{@link dev.flowers.trunk.onnx.OnnxTrunkFiles} finds the model file and what is done to photos
 * before it, and checks both before a native library sees them. {@link
 * dev.flowers.trunk.onnx.OnnxNetwork} runs them. {@link dev.flowers.trunk.onnx.OnnxExport} writes a
 * trunk and a head as one file.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">Open Neural Network Exchange
 *     Intermediate Representation</a>
 */
@NullMarked
package dev.flowers.trunk.onnx;

import org.jspecify.annotations.NullMarked;
