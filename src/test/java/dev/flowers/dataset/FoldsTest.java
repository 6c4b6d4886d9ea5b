package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsTest {
  private static final List<SplitPhoto> PHOTOS = photos(1000, 4);

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 10})
  void eachPhotoIsTestedOnceAndChoosesTheEpochOnce(int count) {
    Folds folds = new Folds(count, 5);
    for (int fold : folds.assign(PHOTOS).values()) {
      Map<Split.Part, Integer> rounds = new EnumMap<>(Split.Part.class);
      for (int round = 0; round < count; round++) {
        rounds.merge(folds.part(round, fold), 1, Integer::sum);
      }
      assertEquals(
          Map.of(Split.Part.TEST, 1, Split.Part.VALIDATION, 1, Split.Part.TRAIN, count - 2),
          rounds);
      assertEquals(Split.Part.TEST, folds.part(fold, fold));
    }
  }

  @Test
  void eachFoldHasItsShareOfEachClass() {
    Map<String, Integer> folds = new Folds(10, 0).assign(PHOTOS);
    for (int label = 0; label < 4; label++) {
      int of = label;
      List<Integer> own =
          PHOTOS.stream().filter(p -> p.label() == of).map(p -> folds.get(p.id())).toList();
      for (int fold = 0; fold < 10; fold++) {
        assertEquals(25, Collections.frequency(own, fold));
      }
    }
  }

  @Test
  void groupsAreNotSeparated() {
    List<SplitPhoto> photos = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      photos.add(new SplitPhoto("photo " + i, i % 3, "photo " + i / 3 * 3, Optional.empty()));
    }
    Map<String, Integer> folds = new Folds(5, 1).assign(photos);
    for (SplitPhoto photo : photos) {
      assertEquals(folds.get(photo.group()), folds.get(photo.id()));
    }
  }

  @Test
  void theSeedDecides() {
    Map<String, Integer> first = new Folds(4, 1).assign(PHOTOS);
    List<SplitPhoto> shuffled = new ArrayList<>(PHOTOS);
    Collections.reverse(shuffled);
    assertEquals(first, new Folds(4, 1).assign(shuffled));
    Map<String, Integer> other = new Folds(4, 2).assign(PHOTOS);
    double alike =
        first.entrySet().stream().filter(e -> e.getValue().equals(other.get(e.getKey()))).count();
    assertEquals(250, alike, 55);
  }

  @Test
  void refusesFewerThanThree() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Folds(2, 0));
    assertTrue(e.toString().contains("folds: found 2, expected 3 or more"), e.toString());
  }

  private static List<SplitPhoto> photos(int count, int classes) {
    return IntStream.range(0, count)
        .mapToObj(i -> new SplitPhoto("photo " + i, i % classes))
        .toList();
  }
}
