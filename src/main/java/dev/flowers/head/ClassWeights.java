package dev.flowers.head;

import java.util.Arrays;

/** Class weights: the weight of a photo in the loss, by its class. */
public enum ClassWeights {
  /** Each photo counts the same. */
  NONE,

  /**
   * Each class counts the same: a photo of class c weighs {@code n / (k · n_c)}, where n_c of the n
   * training photos are of this one of k classes. The training photos weigh 1 on average. As
   * scikit-learn's "balanced", after G. King and L. Zeng, "Logistic Regression in Rare Events
   * Data", Political Analysis 9, 2001.
   */
  BALANCED;

  /**
   * Returns the weight of each class, [classes].
   *
   * @param counts how many training photos there are of each class, each above 0
   */
  float[] of(int[] counts) {
    float[] weights = new float[counts.length];
    double photos = Arrays.stream(counts).sum();
    for (int label = 0; label < counts.length; label++) {
      weights[label] =
          this == BALANCED ? (float) (photos / ((double) counts.length * counts[label])) : 1;
    }
    return weights;
  }
}
