package dev.flowers.zoo;

import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.JsonFormat;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was decided about a model's current version, and why.
 *
 * @param version the version that was to become the current one, from 1
 * @param from the version that was current before; 0 if there was none
 * @param at when, in UTC
 * @param by who decided
 * @param promoted whether {@code version} became the current one
 * @param reason why, or why not, in a sentence
 * @param comparison the figures on the photos that both were tested on, {@code from} as the first
 *     and {@code version} as the second; none where they were not compared
 */
public record Promotion(
    int version,
    int from,
    Instant at,
    By by,
    boolean promoted,
    String reason,
    @JsonFormat.Default("[]") List<PairedComparison> comparison) {

  /** The reason of a name's first version. */
  public static final String ONLY_VERSION = "the only version: there is no other to compare with";

  /** Who decided. */
  public enum By {
    /** The first version of a name: it is current because there is no other. */
    PUBLISH,
    /** A training, by its {@code --promote}. */
    TRAIN,
    /** {@code models promote}, or a program. */
    PROMOTE,
    /** {@code models rollback}, or a program. */
    ROLLBACK,
    /** Nobody: the newest version of a home of before, where the newest was the current one. */
    EARLIER
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a version is out of range, or there is more than one
   *     comparison
   */
  public Promotion {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(reason, "reason");
    comparison = List.copyOf(comparison);
    if (version < 1 || from < 0) {
      throw new IllegalArgumentException(
          "promotion: found version " + version + " from " + from + ", expected 1 or more, from 0");
    }
    if (comparison.size() > 1) {
      throw new IllegalArgumentException(
          "promotion: found " + comparison.size() + " comparisons, expected at most one");
    }
  }
}
