package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsTest {
  private static final List<String> IDS =
      IntStream.range(0, 1000).mapToObj(i -> "photo " + i).toList();

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 10})
  void eachPhotoIsTestedOnceAndChoosesTheEpochOnce(int count) {
    Folds folds = new Folds(count, 5);
    for (String id : IDS) {
      Map<Split.Part, Integer> rounds = new EnumMap<>(Split.Part.class);
      for (int round = 0; round < count; round++) {
        rounds.merge(folds.part(round, id), 1, Integer::sum);
      }
      assertEquals(
          Map.of(Split.Part.TEST, 1, Split.Part.VALIDATION, 1, Split.Part.TRAIN, count - 2),
          rounds);
      assertEquals(Split.Part.TEST, folds.part(folds.of(id), id));
    }
  }

  @Test
  void foldsAreOfAboutOneSize() {
    List<Integer> folds = IDS.stream().map(new Folds(10, 0)::of).toList();
    for (int fold = 0; fold < 10; fold++) {
      assertEquals(100, Collections.frequency(folds, fold), 35);
    }
  }

  @Test
  void theSeedDecides() {
    List<Integer> first = IDS.stream().map(new Folds(4, 1)::of).toList();
    assertEquals(first, IDS.stream().map(new Folds(4, 1)::of).toList());
    double alike =
        IntStream.range(0, IDS.size())
            .filter(i -> first.get(i) == new Folds(4, 2).of(IDS.get(i)))
            .count();
    assertEquals(250, alike, 55);
  }

  @Test
  void refusesFewerThanThree() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Folds(2, 0));
    assertTrue(e.toString().contains("folds: found 2, expected 3 or more"), e.toString());
  }
}
