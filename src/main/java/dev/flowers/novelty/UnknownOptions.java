package dev.flowers.novelty;

import java.util.OptionalDouble;

/**
 * How often a known photo may be called unknown, and how often an answer may be wrong. The
 * thresholds follow from these rates, by the validation photos.
 *
 * @param maxNovel the share of photos of the model's classes that may be called novel, from 0,
 *     which calls none novel, to below 1
 * @param maxError the share of the answers that may be wrong, above 0 and below 1: less probable
 *     ones become ambiguous. Empty to call none ambiguous
 */
public record UnknownOptions(double maxNovel, OptionalDouble maxError) {
  private static final double DEFAULT_MAX_NOVEL = 0.05;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming what was found and what is expected
   */
  public UnknownOptions {
    if (!(maxNovel >= 0 && maxNovel < 1)) {
      throw new IllegalArgumentException(
          "max novel: found " + maxNovel + ", expected 0 to below 1, such as 0.05");
    }
    if (maxError.isPresent() && !(maxError.getAsDouble() > 0 && maxError.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "max error: found "
              + maxError.getAsDouble()
              + ", expected a number above 0 and below 1, such as 0.02");
    }
  }

  /** Returns those that call at most 5 % of the known photos novel, and none ambiguous. */
  public static UnknownOptions defaults() {
    return new UnknownOptions(DEFAULT_MAX_NOVEL, OptionalDouble.empty());
  }
}
