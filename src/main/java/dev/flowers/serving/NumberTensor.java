package dev.flowers.serving;

import java.util.List;

/**
 * Numbers and their shape.
 *
 * @param shape whose product is the count of the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not copied: a request has up to 16 MiB
record NumberTensor(List<Integer> shape, float[] values) {
  static final NumberTensor NONE = new NumberTensor(List.of(0), new float[0]);

  NumberTensor {
    shape = List.copyOf(shape);
  }
}
