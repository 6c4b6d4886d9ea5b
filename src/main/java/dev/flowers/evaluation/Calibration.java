package dev.flowers.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well a classifier's confidence matches its accuracy: of the photos that it predicts with 80 %
 * confidence, 80 % should be correct.
 *
 * <p>Photos are put in ten bins of equal width by their confidence, the largest of a photo's
 * probabilities (C. Guo et al., "On calibration of modern neural networks", ICML 2017, sections 2
 * and 3).
 *
 * @param bins ten, from [0, 0.1) to [0.9, 1]
 */
public record Calibration(List<Bin> bins) {
  private static final int BINS = 10;

  /**
   * Photos of similar confidence.
   *
   * @param low least confidence, in [0,1)
   * @param high confidence below which they lie; the last bin, which ends at 1, holds 1 too
   * @param count how many photos
   * @param confidence their mean confidence, in [0,1]; empty without photos
   * @param accuracy the share of them that is right, in [0,1]; empty without photos
   */
  public record Bin(
      double low, double high, int count, OptionalDouble confidence, OptionalDouble accuracy) {

    /**
     * Checks that a bin with photos has figures, and one without has none.
     *
     * @throws IllegalArgumentException if that is not so
     */
    public Bin {
      if (confidence.isPresent() != (count > 0) || accuracy.isPresent() != (count > 0)) {
        throw new IllegalArgumentException(
            "bin of "
                + count
                + " photos: found "
                + confidence
                + " and "
                + accuracy
                + ", expected both "
                + (count > 0 ? "present" : "empty"));
      }
    }
  }

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Bins photos.
   *
   * @param confidences each photo's largest probability, in [0,1]
   * @param right whether that class was the photo's own, in the same order
   */
  static Calibration of(float[] confidences, boolean[] right) {
    int[] counts = new int[BINS];
    int[] hits = new int[BINS];
    double[] sums = new double[BINS];
    for (int i = 0; i < confidences.length; i++) {
      // In float: 0.7f is a little below 0.7, but 0.7f · 10 rounds to 7.
      int bin = Math.min((int) (confidences[i] * BINS), BINS - 1);
      counts[bin]++;
      sums[bin] += confidences[i];
      hits[bin] += right[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      int count = counts[i];
      bins.add(
          new Bin(
              i / (double) BINS,
              (i + 1) / (double) BINS,
              count,
              count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sums[i] / count),
              count == 0 ? OptionalDouble.empty() : OptionalDouble.of(hits[i] / (double) count)));
    }
    return new Calibration(bins);
  }

  /**
   * The expected calibration error: the mean distance between confidence and accuracy over the
   * bins, each weighted by its photos; in [0,1], 0 is best. Empty without photos.
   */
  public OptionalDouble expectedError() {
    int total = 0;
    double sum = 0;
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        double distance = bin.accuracy().getAsDouble() - bin.confidence().getAsDouble();
        total += bin.count();
        sum += bin.count() * Math.abs(distance);
      }
    }
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
  }
}
