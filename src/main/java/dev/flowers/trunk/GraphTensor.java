package dev.flowers.trunk;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/** A float32 tensor that becomes a node of a graph: its values are in a file or in memory. */
public sealed interface GraphTensor {
  /** The node's name in the graph. */
  String name();

  /** The dimensions, each positive. */
  List<Integer> shape();

  /**
   * A tensor in a file of its own: raw values, little-endian, row-major, nothing else.
   *
   * @param file where the values are
   */
  record Mapped(String name, List<Integer> shape, Path file) implements GraphTensor {
    /** Copies the shape. */
    public Mapped {
      shape = List.copyOf(shape);
    }
  }

  /**
   * A tensor in memory, for small ones.
   *
   * @param values row-major, from the buffer's position to its limit; not to be changed meanwhile
   */
  record Constant(String name, List<Integer> shape, FloatBuffer values) implements GraphTensor {
    /** Copies the shape and checks that there are as many values as it says. */
    public Constant {
      shape = List.copyOf(shape);
      long expected = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
      if (values.remaining() != expected) {
        throw new IllegalArgumentException(
            "tensor "
                + name
                + ": found "
                + values.remaining()
                + " values, expected "
                + expected
                + " for shape "
                + shape);
      }
    }
  }
}
