package dev.flowers.explanation;

import java.nio.ByteBuffer;

/** The function that is explained: photos in, the probability of each class out. */
@FunctionalInterface
interface BatchClassifier {
  /**
   * Classifies a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos, as {@link
   *     dev.flowers.trunk.PhotoInput} has them, from its position on; position and limit stay as
   *     they are
   * @param count how many photos
   * @return [count, classes], each in [0,1]
   */
  float[][] probabilities(ByteBuffer photos, int count);
}
