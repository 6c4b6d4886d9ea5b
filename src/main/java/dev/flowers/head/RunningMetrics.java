package dev.flowers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.OptionalDouble;

/** Sums of the loss and of the correct predictions over the batches of one epoch. */
final class RunningMetrics {
  private double loss;
  private int right;
  private int count;

  void add(NDArray meanLoss, NDList predictions, NDList labels) {
    long[] expected = labels.singletonOrThrow().toLongArray();
    float[] logits = predictions.singletonOrThrow().toFloatArray();
    int classes = logits.length / expected.length;
    for (int n = 0; n < expected.length; n++) {
      int best = n * classes;
      for (int i = best; i < (n + 1) * classes; i++) {
        if (logits[i] > logits[best]) {
          best = i;
        }
      }
      right += best - n * classes == expected[n] ? 1 : 0;
    }
    loss += (double) meanLoss.getFloat() * expected.length;
    count += expected.length;
  }

  /** Says whether the loss is a number still. */
  boolean finite() {
    return Double.isFinite(loss);
  }

  /** Returns the mean loss; empty before the first batch. */
  OptionalDouble meanLoss() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(loss / count);
  }

  /** Returns the share of correct predictions, 0 to 1; empty before the first batch. */
  OptionalDouble accuracy() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / count);
  }
}
