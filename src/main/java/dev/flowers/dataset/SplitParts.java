package dev.flowers.dataset;

import dev.flowers.storage.JsonFormat;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Which part each photo is in, after {@link Split#assign}. A model keeps it: what it was trained on
 * stays known when photos are added or taken away.
 *
 * <p>A photo's place is a number that the seed and its id decide, uniform over 0 to 2<sup>52</sup>.
 * Below its class's first cut it is trained on, from the second cut on it is tested. Photos for
 * which this does not hold are listed: copies, which follow their group, and those whose part a
 * table or folder fixes.
 *
 * @param cuts the cuts of each class, by label; empty in a model of an earlier version, whose
 *     photos are where {@link Split#of} says
 * @param train the photos to train on that the cuts would put elsewhere, sorted, by the first 16
 *     characters of their ids: that two of a million photos agree in these has a chance of 3e-8
 * @param validation those that choose the epoch though the cuts would put them elsewhere
 * @param test those that are tested though the cuts would put them elsewhere
 * @param groups how many groups of copies there were
 * @param grouped how many photos were in them
 * @param separated how many of the groups are in several parts, because a table or folders fix them
 */
public record SplitParts(
    List<Cuts> cuts,
    List<String> train,
    List<String> validation,
    List<String> test,
    int groups,
    int grouped,
    @JsonFormat.Default("0") int separated) {
  /** This as JSON, where the file of an earlier version has none. */
  public static final String NONE_JSON =
      "{\"cuts\": [], \"train\": [], \"validation\": [], \"test\": [], \"groups\": 0, \"grouped\": 0}";

  private static final int PREFIX = 16;

  /** Copies and sorts the lists. */
  public SplitParts {
    cuts = List.copyOf(cuts);
    train = train.stream().sorted().toList();
    validation = validation.stream().sorted().toList();
    test = test.stream().sorted().toList();
  }

  /**
   * Where the places of a class are cut.
   *
   * @param validation from here on photos choose the best epoch
   * @param test from here on they are tested
   */
  public record Cuts(long validation, long test) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the second comes before the first, or one is out of range
     */
    public Cuts {
      if (validation < 0 || test < validation || test > Split.PLACES) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "cuts: found %d and %d, expected them in order, from 0 to %d",
                validation,
                test,
                Split.PLACES));
      }
    }

    Split.Part part(long place) {
      if (place < validation) {
        return Split.Part.TRAIN;
      }
      return place < test ? Split.Part.VALIDATION : Split.Part.TEST;
    }
  }

  /** The parts of a model of an earlier version: {@link Split#of} decides alone. */
  public static SplitParts byHash() {
    return new SplitParts(List.of(), List.of(), List.of(), List.of(), 0, 0, 0);
  }

  /**
   * Returns a photo's part, of a photo that was not there when the parts were made, too.
   *
   * @param split the split that made them
   * @param label the photo's class
   */
  public Split.Part of(Split split, String id, int label) {
    String prefix = prefix(id);
    if (Collections.binarySearch(train, prefix) >= 0) {
      return Split.Part.TRAIN;
    }
    if (Collections.binarySearch(validation, prefix) >= 0) {
      return Split.Part.VALIDATION;
    }
    if (Collections.binarySearch(test, prefix) >= 0) {
      return Split.Part.TEST;
    }
    return label < cuts.size() ? cuts.get(label).part(split.place(id)) : split.of(id);
  }

  /** Returns how many of the photos are in another part by these than by others. */
  public long moved(Split split, Collection<SplitPhoto> photos, SplitParts others) {
    return photos.stream()
        .filter(p -> of(split, p.id(), p.label()) != others.of(split, p.id(), p.label()))
        .count();
  }

  static String prefix(String id) {
    return id.substring(0, Math.min(PREFIX, id.length()));
  }
}
