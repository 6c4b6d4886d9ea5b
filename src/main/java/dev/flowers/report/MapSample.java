package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which photos the map shows, by index: the mistakes, which are what one looks for, then others.
 *
 * @param photos those on the map, misclassified ones first
 * @param mistakes how many of them are mistakes
 */
record MapSample(List<Integer> photos, int mistakes) {
  /**
   * Chooses.
   *
   * @param limit how many photos at most, at least 2; mistakes get half of the places at least
   */
  static MapSample of(Evaluation evaluation, int limit) {
    List<Integer> wrong = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    IntStream.range(0, evaluation.photos())
        .forEach(photo -> (evaluation.right(photo) ? right : wrong).add(photo));
    int mistakes = Math.min(wrong.size(), Math.max(limit / 2, limit - right.size()));
    List<Integer> photos = new ArrayList<>(spread(wrong, mistakes));
    photos.addAll(spread(right, Math.min(right.size(), limit - mistakes)));
    return new MapSample(List.copyOf(photos), mistakes);
  }

  /** So many of the photos, evenly from first to last. */
  private static List<Integer> spread(List<Integer> photos, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> photos.get((int) ((long) i * photos.size() / count)))
        .toList();
  }
}
