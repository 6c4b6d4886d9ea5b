package dev.flowers.trunk.onnx;

import java.nio.file.Path;

/**
 * Where a tensor's numbers are that are not in the model file.
 *
 * @param location as the model file has it: a relative path with forward slashes
 * @param file the same, below the model's folder, links resolved
 * @param offset in bytes from the file's beginning
 * @param length in bytes
 */
record ExternalData(String location, Path file, long offset, long length) {}
