package dev.flowers.archive;

import dev.flowers.novelty.UnknownOptions;
import dev.flowers.trunk.Precision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an archive is named.
 *
 * @param answers the file of answers, which is made, or gone on with
 * @param form how they are written
 * @param top how many classes a photo gets at most, from 1
 * @param unknown at which rates photos are called unknown; empty to take each for one of the
 *     classes
 * @param precision of the trunk; empty for that of the cache or of the earlier run, else the
 *     fastest of this machine
 * @param cache a file that keeps the embeddings for another head; empty for none
 */
public record ArchiveOptions(
    Path answers,
    AnswerForm form,
    int top,
    Optional<UnknownOptions> unknown,
    Optional<Precision> precision,
    Optional<Path> cache) {
  private static final int TOP = 5;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ArchiveOptions {
    if (top < 1) {
      throw new IllegalArgumentException("top: found " + top + ", expected 1 or more");
    }
  }

  /** Returns those that write five classes a photo, and keep no embeddings. */
  public static ArchiveOptions to(Path answers, AnswerForm form) {
    return new ArchiveOptions(
        answers, form, TOP, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
