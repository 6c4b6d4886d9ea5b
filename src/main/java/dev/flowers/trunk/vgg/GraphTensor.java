package dev.flowers.trunk.vgg;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A tensor that becomes a node of a graph: little-endian, row-major. */
sealed interface GraphTensor {
  /** The node's name in the graph. */
  String name();

  /** The dimensions, each positive. */
  List<Integer> shape();

  /**
   * Values in a file of their own, with nothing else in it, in the trunk's precision: a graph on a
   * CPU maps it.
   *
   * @param file where the values are
   */
  record Filed(String name, List<Integer> shape, Path file) implements GraphTensor {
    public Filed {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Values in memory, float32: the graph holds them.
   *
   * @param values the bytes from position to limit; nobody writes to them
   */
  record Held(String name, List<Integer> shape, ByteBuffer values) implements GraphTensor {
    public Held {
      shape = List.copyOf(shape);
    }
  }
}
