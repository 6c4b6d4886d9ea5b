package dev.flowers.trunk;

import java.nio.file.Path;
import java.util.List;

/**
 * One float32 tensor in a file of its own: raw values, little-endian, row-major, nothing else.
 *
 * @param name the node's name in the graph
 * @param file the file that holds the values
 * @param shape the tensor's dimensions
 */
public record MappedTensor(String name, Path file, List<Integer> shape) {

  /** Copies the shape and checks that every dimension is positive. */
  public MappedTensor {
    shape = List.copyOf(shape);
    for (int dimension : shape) {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "tensor " + name + ": found shape " + shape + ", expected positive dimensions");
      }
    }
  }

  /** The number of bytes that the file must have. */
  public long bytes() {
    long elements = 1;
    for (int dimension : shape) {
      elements = Math.multiplyExact(elements, dimension);
    }
    return elements * Float.BYTES;
  }
}
