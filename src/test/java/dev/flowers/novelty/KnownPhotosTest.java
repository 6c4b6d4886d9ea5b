package dev.flowers.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownPhotosTest {
  /** Distances 1 to n. */
  private static KnownPhotos distances(int count) {
    return new KnownPhotos(
        IntStream.rangeClosed(1, count).mapToObj(i -> new KnownPhoto(i, 0.5, true)).toList());
  }

  @Test
  void theDistanceThresholdIsTheRankOfConformalPrediction() {
    assertEquals(19, distances(19).distanceThreshold(0.05), "⌈20 · 0.95⌉ = 19");
    assertEquals(Double.POSITIVE_INFINITY, distances(18).distanceThreshold(0.05));
    assertEquals(96, distances(100).distanceThreshold(0.05), "⌈101 · 0.95⌉ = 96");
    assertEquals(51, distances(100).distanceThreshold(0.5), "⌈50.5⌉");
    assertEquals(1, distances(100).distanceThreshold(0.999));
  }

  /** What the threshold promises: in the mean over validation parts. */
  @Test
  void atMostTheAskedShareOfPhotosLikeTheseIsAbove() {
    Random random = new Random(16);
    double above = 0;
    int rounds = 2_000;
    for (int round = 0; round < rounds; round++) {
      List<KnownPhoto> photos =
          IntStream.range(0, 30)
              .mapToObj(i -> new KnownPhoto(random.nextDouble(), 0.5, true))
              .toList();
      // Of uniform distances as large a share is above a threshold as it is below 1.
      above += Math.max(0, 1 - new KnownPhotos(photos).distanceThreshold(0.1)) / rounds;
    }
    assertTrue(above <= 0.1 && above > 0.06, "found " + above);
  }

  @Test
  void theBaselinesThresholdHasAsManyBelow() {
    List<KnownPhoto> photos =
        IntStream.rangeClosed(1, 100).mapToObj(i -> new KnownPhoto(1, i / 100.0, true)).toList();
    assertEquals(0.05, new KnownPhotos(photos).probabilityThreshold(0.05));
    assertEquals(0, new KnownPhotos(photos.subList(0, 18)).probabilityThreshold(0.05));
  }

  @Test
  void theMedianIsTheMeasureAndNeverZero() {
    assertEquals(3, distances(5).typicalDistance());
    assertEquals(2.5, distances(4).typicalDistance());
    assertTrue(
        new KnownPhotos(List.of(new KnownPhoto(0, 1, true))).typicalDistance() > 0,
        "it is divided by");
  }

  @Test
  void theErrorThresholdAnswersAsMuchAsItMay() throws InvalidInputException {
    // The 10 surest are right, the next is wrong, 9 more are right, the last 5 wrong.
    List<KnownPhoto> photos =
        IntStream.range(0, 25)
            .mapToObj(i -> new KnownPhoto(1, 1 - i / 100.0, i < 10 || (i > 10 && i < 20)))
            .toList();
    KnownPhotos known = new KnownPhotos(photos);
    assertEquals(photos.get(19).probability(), known.errorThreshold(0.1), "(1 + 1) / (20 + 1)");
    assertEquals(photos.get(9).probability(), known.errorThreshold(0.0925), "(0 + 1) / (10 + 1)");
    assertEquals(photos.get(24).probability(), known.errorThreshold(0.99));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> known.errorThreshold(0.05));
    assertEquals(
        "max error: found 0.05, expected 0.0909 or more, the least that 25 validation photos can show",
        e.getMessage());
  }

  @Test
  void equallyProbablePhotosAreAnsweredTogether() {
    List<KnownPhoto> photos =
        List.of(
            new KnownPhoto(1, 1, true), new KnownPhoto(1, 1, true), new KnownPhoto(1, 1, false));
    for (List<KnownPhoto> order : List.of(photos, reversed(photos))) {
      assertThrows(InvalidInputException.class, () -> new KnownPhotos(order).errorThreshold(0.4));
    }
  }

  private static List<KnownPhoto> reversed(List<KnownPhoto> photos) {
    List<KnownPhoto> reversed = new ArrayList<>(photos);
    Collections.reverse(reversed);
    return reversed;
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertEquals(0.05, UnknownOptions.defaults().maxNovel());
    assertTrue(UnknownOptions.defaults().maxError().isEmpty());
    for (double wrong : new double[] {-0.1, 1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> new UnknownOptions(wrong, OptionalDouble.empty()));
      assertThrows(
          IllegalArgumentException.class, () -> new UnknownOptions(0.05, OptionalDouble.of(wrong)));
    }
  }

  @Test
  void aPhotoThatIsBothIsNovel() {
    UnknownThresholds thresholds = new UnknownThresholds(2, 0.6);
    assertEquals(UnknownReason.NOVEL, thresholds.reason(2.1, 0.1).orElseThrow());
    assertEquals(UnknownReason.AMBIGUOUS, thresholds.reason(2, 0.59).orElseThrow());
    assertTrue(thresholds.reason(2, 0.6).isEmpty());
    assertEquals("novel", UnknownReason.NOVEL.toString());
  }
}
