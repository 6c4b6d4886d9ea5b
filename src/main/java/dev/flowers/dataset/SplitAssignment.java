package dev.flowers.dataset;

import dev.flowers.dataset.Split.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Works out {@link SplitParts}: each class by itself, groups of copies as a whole. */
final class SplitAssignment {
  private final Split split;
  private final Map<String, List<SplitPhoto>> groups = new LinkedHashMap<>();
  private final Map<String, Part> parts = new HashMap<>();
  private final int classes;

  /** Whether the photos to train on are fixed, and none to choose the epoch. */
  private final boolean validationMissing;

  SplitAssignment(Split split, Collection<SplitPhoto> photos) {
    this.split = split;
    int most = 0;
    boolean train = false;
    boolean validation = false;
    for (SplitPhoto photo : photos) {
      groups.computeIfAbsent(photo.group(), group -> new ArrayList<>()).add(photo);
      most = Math.max(most, photo.label() + 1);
      train |= photo.fixed().equals(Optional.of(Part.TRAIN));
      validation |= photo.fixed().equals(Optional.of(Part.VALIDATION));
    }
    classes = most;
    validationMissing = train && !validation && split.validation() > 0;
  }

  /** A group whose part is to be found. */
  private record Unit(String key, long place, int size) {}

  SplitParts assign() {
    Map<Integer, List<Unit>> free = new TreeMap<>();
    Map<Integer, List<Unit>> training = new TreeMap<>();
    groups.forEach(
        (key, photos) -> {
          Optional<Part> fixed = fixed(photos);
          Unit unit = new Unit(key, split.place(key), photos.size());
          int label = majority(photos);
          if (fixed.isEmpty()) {
            free.computeIfAbsent(label, l -> new ArrayList<>()).add(unit);
          } else if (validationMissing && fixed.get() == Part.TRAIN) {
            training.computeIfAbsent(label, l -> new ArrayList<>()).add(unit);
          } else {
            parts.put(key, fixed.get());
          }
        });
    double trained = split.train() + split.validation();
    training.values().forEach(units -> rank(units, split.validation() / trained, 0));
    List<SplitParts.Cuts> cuts = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      cuts.add(
          rank(
              free.getOrDefault(label, List.of()),
              split.validation() / 100.0,
              split.test() / 100.0));
    }
    return withExceptions(cuts);
  }

  /** What a table or folder says of a group; of several parts the first, which is the safest. */
  private static Optional<Part> fixed(List<SplitPhoto> photos) {
    return photos.stream().flatMap(photo -> photo.fixed().stream()).min(Comparator.naturalOrder());
  }

  /** The class that most of a group's photos have, of equals the first. */
  private static int majority(List<SplitPhoto> photos) {
    Map<Integer, Integer> counts = new TreeMap<>();
    photos.forEach(photo -> counts.merge(photo.label(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Integer, Integer>comparingByKey().reversed()))
        .orElseThrow()
        .getKey();
  }

  /** Puts the groups with the highest places into the test part, those before into validation. */
  private SplitParts.Cuts rank(List<Unit> given, double validation, double test) {
    List<Unit> units = new ArrayList<>(given);
    units.sort(Comparator.comparingLong(Unit::place).thenComparing(Unit::key));
    int photos = units.stream().mapToInt(Unit::size).sum();
    int wanted = 1 + (validation > 0 ? 1 : 0) + (test > 0 ? 1 : 0);
    int least = units.size() >= wanted ? 1 : 0;
    int end = units.size();
    int testFrom = fill(units, end, target(photos, test, least), 1 + (validation > 0 ? least : 0));
    int validationFrom = fill(units, testFrom, target(photos, validation, least), 1);
    for (int i = 0; i < end; i++) {
      Part part = i < validationFrom ? Part.TRAIN : i < testFrom ? Part.VALIDATION : Part.TEST;
      parts.put(units.get(i).key(), part);
    }
    long first = cut(units, validationFrom, 1 - validation - test);
    return new SplitParts.Cuts(first, Math.max(first, cut(units, testFrom, 1 - test)));
  }

  private static int target(int photos, double share, int least) {
    return share == 0 ? 0 : (int) Math.max(least, Math.round(photos * share));
  }

  /** Returns where a part of so many photos begins that ends here; so many groups are left. */
  private static int fill(List<Unit> units, int end, int target, int left) {
    int from = end;
    int filled = 0;
    while (from > left && filled < target) {
      int size = units.get(from - 1).size();
      if (filled > 0 && filled + size - target > target - filled) {
        break;
      }
      filled += size;
      from--;
    }
    return from;
  }

  /** The place nearest to the share's own that has just the groups before an index below it. */
  private static long cut(List<Unit> units, int index, double share) {
    long low = index == 0 ? 0 : units.get(index - 1).place() + 1;
    long high = index == units.size() ? Split.PLACES : units.get(index).place();
    return Math.max(low, Math.min(high, Math.round(share * Split.PLACES)));
  }

  private SplitParts withExceptions(List<SplitParts.Cuts> cuts) {
    Map<String, Part> exceptions = new HashMap<>();
    int several = 0;
    int grouped = 0;
    for (Map.Entry<String, List<SplitPhoto>> group : groups.entrySet()) {
      if (group.getValue().size() > 1) {
        several++;
        grouped += group.getValue().size();
      }
      for (SplitPhoto photo : group.getValue()) {
        // Whoever fixes a part has the last word, even where that separates copies.
        Part part =
            photo
                .fixed()
                .filter(fixed -> !validationMissing || fixed != Part.TRAIN)
                .orElse(parts.getOrDefault(group.getKey(), Part.TRAIN));
        if (cuts.get(photo.label()).part(split.place(photo.id())) != part) {
          exceptions.merge(
              SplitParts.prefix(photo.id()), part, (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
      }
    }
    List<String> train = listed(exceptions, Part.TRAIN);
    List<String> validation = listed(exceptions, Part.VALIDATION);
    List<String> test = listed(exceptions, Part.TEST);
    int separated = separated(new SplitParts(cuts, train, validation, test, several, grouped, 0));
    return new SplitParts(cuts, train, validation, test, several, grouped, separated);
  }

  /** How many groups are in several parts. */
  private int separated(SplitParts assigned) {
    return (int)
        groups.values().stream()
            .filter(
                group ->
                    group.stream()
                            .map(photo -> assigned.of(split, photo.id(), photo.label()))
                            .distinct()
                            .count()
                        > 1)
            .count();
  }

  private static List<String> listed(Map<String, Part> exceptions, Part part) {
    return exceptions.entrySet().stream()
        .filter(exception -> exception.getValue() == part)
        .map(Map.Entry::getKey)
        .toList();
  }
}
