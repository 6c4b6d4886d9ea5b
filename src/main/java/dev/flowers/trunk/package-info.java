/**
 * The trunk, the frozen part of the network: VGG16 or VGG19 up to relu6, which is {@code fc6} with
 * its ReLU, or up to the mean of pool5. {@link dev.flowers.trunk.VggTopology} says which layers
 * that are.
 *
 * <p>API: opening, converting and running the trunk. Exported graphs and what DJL makes by service
 * file are internal.
 *
 * <p>{@link dev.flowers.trunk.VggWeights} opens a file of weights, NumPy's or Keras's, and checks
 * it. A {@link dev.flowers.trunk.TrunkStore} converts it to a {@link
 * dev.flowers.trunk.ConvertedTrunk}, a directory of raw tensors that can be memory-mapped. {@link
 * dev.flowers.trunk.SeededVgg} writes a stand-in for the file, with random weights.
 *
 * <p>{@link dev.flowers.trunk.Trunk} runs a converted trunk, {@link
 * dev.flowers.trunk.TrunkWithHead} runs it with {@linkplain dev.flowers.trunk.DenseLayer dense
 * layers} behind it, and {@link dev.flowers.trunk.ServingModel} writes both as a TensorFlow
 * SavedModel. {@link dev.flowers.trunk.PhotoInput} says which photos they take. {@link
 * dev.flowers.trunk.DjlEngines} starts DJL's engines.
 */
@NullMarked
package dev.flowers.trunk;

import org.jspecify.annotations.NullMarked;
