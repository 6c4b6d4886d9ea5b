package dev.flowers.evaluation;

import java.util.Locale;

/**
 * The 95 % confidence interval of a difference of two proportions.
 *
 * @param low the lower end, in [−1,1]
 * @param high the upper end, in [−1,1], at least {@code low}
 */
public record DifferenceInterval(double low, double high) {
  /**
   * Checks that both are in [−1,1] and in order.
   *
   * @throws IllegalArgumentException if that is not so
   */
  public DifferenceInterval {
    if (!(-1 <= low && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "found the interval " + low + " to " + high + ", expected −1 ≤ low ≤ high ≤ 1");
    }
  }

  /**
   * Of two proportions of different samples, the first less the second: R. G. Newcombe's method 10,
   * of the two Wilson intervals ("Interval estimation for the difference between independent
   * proportions: comparison of eleven methods", Statistics in Medicine 17, 1998).
   *
   * @param first how many of the first sample's trials succeeded, in [0, firstTrials]
   * @param firstTrials at least 1
   * @param second how many of the second sample's, likewise
   * @param secondTrials at least 1
   * @throws IllegalArgumentException as {@link Interval#wilson}
   */
  public static DifferenceInterval independent(
      int first, int firstTrials, int second, int secondTrials) {
    Interval i1 = Interval.wilson(first, firstTrials);
    Interval i2 = Interval.wilson(second, secondTrials);
    double p1 = first / (double) firstTrials;
    double p2 = second / (double) secondTrials;
    return new DifferenceInterval(
        Math.max(-1, p1 - p2 - Math.hypot(p1 - i1.low(), i2.high() - p2)),
        Math.min(1, p1 - p2 + Math.hypot(i1.high() - p1, p2 - i2.low())));
  }

  /** Returns both in percentage points: {@code −1.2 to +3.4}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%+.1f to %+.1f", 100 * low, 100 * high).replace('-', '−');
  }
}
