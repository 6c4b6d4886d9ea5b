package dev.flowers.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How accurate a classifier is if it answers only where it is confident: risk, the share of the
 * answers that are wrong, over coverage, the share of the photos that are answered (R. El-Yaniv and
 * Y. Wiener, JMLR 11, 2010). Immutable.
 *
 * <p>The most confident photos are answered first. Of equally confident ones, none goes before the
 * others: each counts with their mean.
 */
public final class RiskCoverage {
  /** The coverages that are shown where there is room for a few. */
  public static final List<Double> SHOWN = List.of(1.0, 0.9, 0.8);

  /** For each number of answered photos, from 1, how many of them are wrong. */
  private final double[] errors;

  private RiskCoverage(double[] errors) {
    this.errors = errors;
  }

  /**
   * Sorts photos by confidence.
   *
   * @param confidences each photo's largest probability, in [0,1]
   * @param right whether that class was the photo's own, in the same order
   */
  static RiskCoverage of(float[] confidences, boolean[] right) {
    int[] order =
        IntStream.range(0, confidences.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> confidences[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] errors = new double[order.length];
    double before = 0;
    int from = 0;
    while (from < order.length) {
      int to = from;
      int wrong = 0;
      while (to < order.length && confidences[order[to]] == confidences[order[from]]) {
        wrong += right[order[to]] ? 0 : 1;
        to++;
      }
      for (int i = from; i < to; i++) {
        errors[i] = before + wrong * (i - from + 1) / (double) (to - from);
      }
      before += wrong;
      from = to;
    }
    return new RiskCoverage(errors);
  }

  /** How many photos there are. */
  public int photos() {
    return errors.length;
  }

  /**
   * The accuracy on the most confident photos, in [0,1]; empty without photos.
   *
   * @param coverage their share, above 0 and at most 1; at least one photo is answered
   * @throws IllegalArgumentException if the coverage is outside
   */
  public OptionalDouble accuracy(double coverage) {
    if (!(coverage > 0 && coverage <= 1)) {
      throw new IllegalArgumentException(
          "coverage: found " + coverage + ", expected a number above 0 and at most 1");
    }
    if (errors.length == 0) {
      return OptionalDouble.empty();
    }
    int answered = Math.max(1, (int) Math.round(coverage * errors.length));
    return OptionalDouble.of(1 - errors[answered - 1] / answered);
  }

  /**
   * The area under risk over coverage: the mean risk over all coverages, in [0,1], 0 is best. Empty
   * without photos.
   */
  public OptionalDouble area() {
    return IntStream.range(0, errors.length).mapToDouble(i -> errors[i] / (i + 1)).average();
  }
}
