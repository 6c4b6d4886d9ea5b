package dev.flowers.trunk;

import java.nio.file.Path;
import java.util.List;

/**
 * A float32 tensor that becomes a node of a graph. Its values are in a file of their own: raw,
 * little-endian, row-major, nothing else.
 *
 * @param name the node's name in the graph
 * @param shape the dimensions, each positive
 * @param file where the values are
 */
public record GraphTensor(String name, List<Integer> shape, Path file) {
  /** Copies the shape. */
  public GraphTensor {
    shape = List.copyOf(shape);
  }
}
