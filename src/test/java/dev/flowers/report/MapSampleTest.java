package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.evaluation.Evaluation;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MapSampleTest {
  @Test
  void allPhotosWhereThereIsRoomMistakesFirst() {
    MapSample sample = MapSample.of(evaluation(10, 3), 100);
    assertEquals(List.of(0, 3, 6, 9, 1, 2, 4, 5, 7, 8), sample.photos());
    assertEquals(4, sample.mistakes());
  }

  @Test
  void mistakesComeBeforeOthersUpToHalf() {
    MapSample few = MapSample.of(evaluation(1000, 100), 40);
    assertEquals(10, few.mistakes());
    assertEquals(40, few.photos().size());
    MapSample many = MapSample.of(evaluation(1000, 2), 40);
    assertEquals(20, many.mistakes());
    assertEquals(40, new HashSet<>(many.photos()).size());
    assertTrue(many.photos().get(19) > 900, "spread to the end");
    assertEquals(40, MapSample.of(evaluation(1000, 1), 40).mistakes());
  }

  /** Every {@code nth} photo is wrong, from the first on. */
  private static Evaluation evaluation(int photos, int nth) {
    int[] labels = new int[photos];
    List<float[]> rows =
        IntStream.range(0, photos)
            .mapToObj(i -> i % nth == 0 ? new float[] {0, 1} : new float[] {1, 0})
            .toList();
    return Evaluation.of(List.of("a", "b"), labels, rows);
  }
}
