package dev.flowers.evaluation;

/**
 * Two classifiers on the same photos: how often both, one or none of them was right. The first is
 * the one to compare with, the second the one that may replace it.
 *
 * <p>Only the discordant photos, those that exactly one of them has right, tell the two apart.
 *
 * @param bothRight photos that both have right, ≥ 0
 * @param onlyFirst photos that only the first has right, ≥ 0
 * @param onlySecond photos that only the second has right, ≥ 0
 * @param bothWrong photos that none has right, ≥ 0
 */
public record PairedComparison(int bothRight, int onlyFirst, int onlySecond, int bothWrong) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is negative, or there is no photo
   */
  public PairedComparison {
    if (bothRight < 0 || onlyFirst < 0 || onlySecond < 0 || bothWrong < 0) {
      throw new IllegalArgumentException(
          "paired comparison: found the counts "
              + bothRight
              + ", "
              + onlyFirst
              + ", "
              + onlySecond
              + ", "
              + bothWrong
              + ", expected 0 or more");
    }
    if ((long) bothRight + onlyFirst + onlySecond + bothWrong < 1) {
      throw new IllegalArgumentException("paired comparison: found no photo, expected one or more");
    }
  }

  /** How many photos there are, at least 1. */
  public int photos() {
    return bothRight + onlyFirst + onlySecond + bothWrong;
  }

  /** How many photos exactly one of them has right. */
  public int discordant() {
    return onlyFirst + onlySecond;
  }

  /** The share of photos that the first has right, in [0,1]. */
  public double firstAccuracy() {
    return (bothRight + onlyFirst) / (double) photos();
  }

  /** The share of photos that the second has right, in [0,1]. */
  public double secondAccuracy() {
    return (bothRight + onlySecond) / (double) photos();
  }

  /** The second's accuracy less the first's, in [−1,1]. */
  public double difference() {
    return (onlySecond - onlyFirst) / (double) photos();
  }

  /**
   * Where the difference on all photos of this kind lies with 95 % confidence: R. G. Newcombe's
   * method 10, of the two Wilson intervals and their correlation ("Improved confidence intervals
   * for the difference between binomial proportions based on paired data", Statistics in Medicine
   * 17, 1998). Unlike Wald's interval it stays inside [−1,1] and does not shrink to a point where
   * no photo is discordant.
   */
  public DifferenceInterval differenceInterval() {
    int n = photos();
    double p1 = secondAccuracy();
    double p2 = firstAccuracy();
    Interval i1 = Interval.wilson(bothRight + onlySecond, n);
    Interval i2 = Interval.wilson(bothRight + onlyFirst, n);
    double phi = correlation();
    double d = difference();
    double low = d - distance(p1 - i1.low(), i2.high() - p2, phi);
    double high = d + distance(i1.high() - p1, p2 - i2.low(), phi);
    return new DifferenceInterval(Math.max(-1, low), Math.min(1, high));
  }

  private static double distance(double a, double b, double phi) {
    // Rounding may leave 0 by a hair where both are equal and fully correlated.
    return Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  }

  /**
   * The correlation of being right, φ of the fourfold table; 0 where a margin is empty. A positive
   * one is corrected for continuity, as method 10 has it: rather too wide an interval than too
   * narrow.
   */
  private double correlation() {
    double margins =
        (double) (bothRight + onlyFirst)
            * (onlySecond + bothWrong)
            * (bothRight + onlySecond)
            * (onlyFirst + bothWrong);
    double numerator = (double) bothRight * bothWrong - (double) onlyFirst * onlySecond;
    if (numerator > 0) {
      numerator = Math.max(0, numerator - photos() / 2.0);
    }
    return margins == 0 ? 0 : numerator / Math.sqrt(margins);
  }

  /**
   * The two-sided p-value of McNemar's exact test (Q. McNemar, "Note on the sampling error of the
   * difference between correlated proportions or percentages", Psychometrika 12, 1947; exact by the
   * binomial distribution of the discordant photos with probability ½): how probable counts as far
   * apart as these are if none of the two is better. In (0,1]; 1 without discordant photos.
   */
  public double pValue() {
    return Math.min(1, 2 * tail(discordant(), Math.max(onlyFirst, onlySecond)));
  }

  /**
   * The one-sided p-value of the same test: how probable it is that so many or more of the
   * discordant photos are right by the first alone if the second is as good. Small if the second is
   * worse. In (0,1]; 1 without discordant photos.
   */
  public double pSecondWorse() {
    return tail(discordant(), onlyFirst);
  }

  /**
   * The one-sided p-value of the same test the other way round: small if the second is better. In
   * (0,1]; 1 without discordant photos.
   */
  public double pSecondBetter() {
    return tail(discordant(), onlySecond);
  }

  /** P(X ≥ k) for X binomial with n trials and probability ½, summed from the far end. */
  private static double tail(int n, int k) {
    // C(n, i) / 2^n for i = n, n − 1, …, k by logarithms: 2^−n has no double for large n.
    double logTerm = -n * Math.log(2);
    double sum = Math.exp(logTerm);
    for (int i = n; i > k; i--) {
      logTerm += Math.log(i) - Math.log(n - i + 1.0);
      sum += Math.exp(logTerm);
    }
    return Math.min(1, sum);
  }
}
