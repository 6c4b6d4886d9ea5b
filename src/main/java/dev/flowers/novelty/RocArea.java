package dev.flowers.novelty;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The area under the ROC curve (receiver operating characteristic). */
final class RocArea {
  private RocArea() {}

  /**
   * Returns the probability that a score of one kind is above one of the other, equal ones counted
   * half: that is the area (J. Hanley and B. McNeil, Radiology 143, 1982).
   *
   * @param positive the scores that should be high, at least one
   * @param negative the scores that should be low, at least one
   * @return in [0,1]; 0.5 is chance
   */
  static double of(double[] positive, double[] negative) {
    double[] sorted = negative.clone();
    Arrays.sort(sorted);
    return DoubleStream.of(positive)
            .map(score -> (below(sorted, score, false) + below(sorted, score, true)) / 2.0)
            .sum()
        / ((double) positive.length * negative.length);
  }

  /** How many sorted numbers are below a bound, or equal to it. */
  private static int below(double[] sorted, double bound, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < bound || (orEqual && sorted[middle] == bound)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
