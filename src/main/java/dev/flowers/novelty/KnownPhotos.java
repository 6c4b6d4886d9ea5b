package dev.flowers.novelty;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The thresholds that follow from the validation photos. */
record KnownPhotos(List<KnownPhoto> photos) {
  /** A distance of 0 is that of copies of training photos alone. */
  private static final double SHORTEST = 1e-6;

  KnownPhotos {
    photos = List.copyOf(photos);
  }

  /** The median distance, by which distances are measured. */
  double typicalDistance() {
    double[] sorted = distances();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return Math.max(median, SHORTEST);
  }

  /**
   * The distance that at most a share of photos like these exceed, in the mean over validation
   * parts (split conformal prediction: V. Vovk et al., "Algorithmic Learning in a Random World",
   * 2005): the ⌈(n + 1)(1 − share)⌉-th smallest of n. With so few photos that there is none,
   * infinite.
   */
  double distanceThreshold(double share) {
    double[] sorted = distances();
    // What rounding adds to a product as (19 + 1)·(1 − 0.05) must not take the next one.
    int rank = (int) Math.ceil((sorted.length + 1) * (1 - share) - 1e-9);
    return rank > sorted.length ? Double.POSITIVE_INFINITY : sorted[Math.max(rank, 1) - 1];
  }

  /** The probability that at least all but a share of photos like these reach; 0 if n is small. */
  double probabilityThreshold(double share) {
    double[] sorted = photos.stream().mapToDouble(KnownPhoto::probability).sorted().toArray();
    int rank = (int) Math.floor((sorted.length + 1) * share + 1e-9);
    return rank < 1 ? 0 : sorted[Math.min(rank, sorted.length) - 1];
  }

  /**
   * The least probability with which answers are wrong in at most a share. One wrong answer more
   * than there were is counted, so that a few right ones do not show more than they can.
   *
   * @throws InvalidInputException if no threshold keeps to it
   */
  double errorThreshold(double share) throws InvalidInputException {
    List<KnownPhoto> sorted =
        photos.stream()
            .sorted(Comparator.comparingDouble(KnownPhoto::probability).reversed())
            .toList();
    double threshold = Double.NaN;
    double least = 1;
    int wrong = 0;
    for (int i = 0; i < sorted.size(); i++) {
      wrong += sorted.get(i).right() ? 0 : 1;
      double probability = sorted.get(i).probability();
      if (i + 1 < sorted.size() && sorted.get(i + 1).probability() == probability) {
        continue; // equal ones are answered together
      }
      double error = (wrong + 1) / (i + 2.0);
      least = Math.min(least, error);
      if (error <= share) {
        threshold = probability;
      }
    }
    if (Double.isNaN(threshold)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "max error: found %s, expected %.4f or more, the least that %s can show",
              share,
              least,
              Quantity.of(photos.size(), "validation photo")));
    }
    return threshold;
  }

  private double[] distances() {
    return photos.stream().mapToDouble(KnownPhoto::distance).sorted().toArray();
  }
}
