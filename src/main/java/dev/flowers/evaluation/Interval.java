package dev.flowers.evaluation;

/**
 * The 95 % confidence interval of a proportion.
 *
 * @param low the lower end, in [0,1]
 * @param high the upper end, in [0,1], at least {@code low}
 */
public record Interval(double low, double high) {
  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * Checks that both are in [0,1] and in order.
   *
   * @throws IllegalArgumentException if that is not so
   */
  public Interval {
    if (!(0 <= low && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "found the interval " + low + " to " + high + ", expected 0 ≤ low ≤ high ≤ 1");
    }
  }

  /**
   * The Wilson score interval (E. B. Wilson, "Probable inference, the law of succession, and
   * statistical inference", JASA 22, 1927). Unlike p ± 1.96·√(p(1−p)/n) it stays inside [0,1] and
   * does not shrink to a point when every photo is right.
   *
   * @param successes how many trials succeeded, in [0, trials]
   * @param trials how many there were, at least 1
   * @throws IllegalArgumentException if there was none, or the successes are out of range
   */
  public static Interval wilson(int successes, int trials) {
    if (trials < 1) {
      throw new IllegalArgumentException("found " + trials + " trials, expected at least 1");
    }
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          "found " + successes + " successes, expected 0 to " + trials + " (the trials)");
    }
    double n = trials;
    double p = successes / n;
    double centre = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    // Rounding may leave [0,1] by a hair at p = 0 and p = 1, where the end is exact.
    double low = successes == 0 ? 0 : Math.max(0, (centre - half) / scale);
    double high = successes == trials ? 1 : Math.min(1, (centre + half) / scale);
    return new Interval(low, high);
  }
}
