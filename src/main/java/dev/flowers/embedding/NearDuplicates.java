package dev.flowers.embedding;

/** Finds photos that are near copies of each other. */
final class NearDuplicates {
  private NearDuplicates() {}

  /**
   * Two rows whose photos are copies of each other.
   *
   * @param first a row
   * @param second another
   */
  record Pair(int first, int second) {}
}
