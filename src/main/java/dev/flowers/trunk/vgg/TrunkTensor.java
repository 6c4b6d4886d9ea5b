package dev.flowers.trunk.vgg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The weights or the biases of a layer: float32 in C order.
 *
 * @param layer the layer's name
 * @param role {@link #WEIGHTS} or {@link #BIASES}
 * @param shape the dimensions, each at least 1
 */
record TrunkTensor(String layer, String role, List<Integer> shape) {
  static final String WEIGHTS = "weights";
  static final String BIASES = "biases";

  TrunkTensor {
    shape = List.copyOf(shape);
  }

  /** The name of the file that holds the raw values: {@code conv1_1.weights}. */
  String fileName() {
    return layer + "." + role;
  }

  /** The size of the values in bytes. */
  long bytes() {
    return bytes(shape);
  }

  /**
   * The size of float32 values of this shape in bytes.
   *
   * @throws ArithmeticException when it does not fit a long
   */
  static long bytes(List<Integer> shape) {
    long bytes = Float.BYTES;
    for (int dimension : shape) {
      bytes = Math.multiplyExact(bytes, dimension);
    }
    return bytes;
  }

  /** Row and column of the value that is {@code flat} values after the first. */
  List<Long> indexOf(long flat) {
    Deque<Long> index = new ArrayDeque<>();
    long rest = flat;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      index.addFirst(rest % shape.get(axis));
      rest /= shape.get(axis);
    }
    return List.copyOf(index);
  }
}
