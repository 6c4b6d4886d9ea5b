package dev.flowers.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Assigns photos to folds for K-fold cross-validation: each photo is tested in exactly one round,
 * by a head that was not trained on it.
 *
 * <p>In round f the photos of fold f are tested, those of fold f + 1 choose the best epoch (after
 * the last fold comes the first), and the others are trained on; 10 folds are like a split of
 * 80/10/10. Each class is dealt to the folds by itself, in the order of a hash of the seed and of
 * the photos' ids, as in {@link Split}; groups of copies are not separated.
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

  /**
   * Returns the fold that each photo is tested in, from 0, by its id. Their order does not matter.
   */
  public Map<String, Integer> assign(Collection<SplitPhoto> photos) {
    Map<String, List<SplitPhoto>> groups = new TreeMap<>();
    photos.forEach(p -> groups.computeIfAbsent(p.group(), group -> new ArrayList<>()).add(p));
    Map<Integer, List<String>> classes = new TreeMap<>();
    groups.forEach(
        (key, group) ->
            classes.computeIfAbsent(group.get(0).label(), l -> new ArrayList<>()).add(key));
    Map<String, Integer> folds = new HashMap<>();
    // Where one class ends the next goes on, so that the folds have one size, too.
    long start = 0;
    for (List<String> keys : classes.values()) {
      keys.sort(Comparator.comparingLong((String key) -> Split.hash(seed, key)));
      long size = keys.stream().mapToLong(key -> listed(groups, key).size()).sum();
      long before = 0;
      for (String key : keys) {
        int fold = (int) ((before * count / size + start) % count);
        listed(groups, key).forEach(photo -> folds.put(photo.id(), fold));
        before += listed(groups, key).size();
      }
      start += size;
    }
    return folds;
  }

  private static List<SplitPhoto> listed(Map<String, List<SplitPhoto>> groups, String key) {
    return groups.getOrDefault(key, List.of());
  }

  /**
   * Returns the part that a photo has in a round.
   *
   * @param round the number of the fold that is tested, from 0
   * @param fold the photo's fold
   */
  public Split.Part part(int round, int fold) {
    if (fold == round) {
      return Split.Part.TEST;
    }
    return fold == (round + 1) % count ? Split.Part.VALIDATION : Split.Part.TRAIN;
  }
}
