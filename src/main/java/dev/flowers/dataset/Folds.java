package dev.flowers.dataset;

import java.util.Locale;

/**
 * Assigns photos to folds for K-fold cross-validation: each photo is tested in exactly one round,
 * by a head that was not trained on it.
 *
 * <p>In round f the photos of fold f are tested, those of fold f + 1 choose the best epoch (after
 * the last fold comes the first), and the others are trained on; 10 folds are like a split of
 * 80/10/10. A photo's fold follows from the hash of the seed and the photo's id alone, as in {@link
 * Split}: copies of a photo are in one fold, and the folds have equal sizes on average only.
 *
 * @param count how many folds, 3 or more
 * @param seed another seed gives other folds
 */
public record Folds(int count, long seed) {
  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is less than 3
   */
  public Folds {
    if (count < 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "folds: found %d, expected 3 or more: one to test, one to choose the epoch, others to train",
              count));
    }
  }

  /** Returns the fold that the photo with this id is tested in, from 0. */
  public int of(String id) {
    return (int) Long.remainderUnsigned(Split.hash(seed, id), count);
  }

  /**
   * Returns the part that a photo has in a round.
   *
   * @param round the number of the fold that is tested, from 0
   * @param id the photo's id
   */
  public Split.Part part(int round, String id) {
    int fold = of(id);
    if (fold == round) {
      return Split.Part.TEST;
    }
    return fold == (round + 1) % count ? Split.Part.VALIDATION : Split.Part.TRAIN;
  }
}
