package dev.flowers.explanation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.Progress;
import dev.flowers.trunk.PhotoInput;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcclusionTest {
  private static final PhotoInput INPUT = PhotoInput.square(224, 0.5f, 0.4f, 0.3f);
  private static final int SIZE = INPUT.size();

  /** Where the network below looks: rows 112 to 159, columns 32 to 79. */
  private static final int TOP = 112;

  private static final int LEFT = 32;
  private static final int SIDE = 48;

  private final List<Integer> batches = new ArrayList<>();

  @Test
  void findsTheOneRegionThatTheAnswerHangsOn() {
    FloatBuffer photo = white();
    OcclusionMap map =
        new Occlusion(INPUT, 48, 16).map(this::whiteness, photo, "white", 1, new Counting());
    assertEquals(1, map.probability(), 1e-6);
    OcclusionMap.Patch strongest = map.strongest();
    assertEquals(TOP, strongest.top());
    assertEquals(LEFT, strongest.left());
    // All of the region is hidden: what is left of it is the mean of all three mean colours.
    float[] mean = INPUT.meanRgb();
    assertEquals(1 - (mean[0] + mean[1] + mean[2]) / 3, strongest.fall(), 1e-4);
    float[][] falls = map.falls();
    for (int row = 0; row < 12; row++) {
      for (int column = 0; column < 12; column++) {
        double hidden = overlap(row * 16, TOP) * overlap(column * 16, LEFT) / (SIDE * SIDE);
        assertEquals(hidden * strongest.fall(), falls[row][column], 1e-4);
      }
    }
  }

  @Test
  void anotherClassOfTheSameNetworkGetsTheOppositeMap() {
    Occlusion occlusion = new Occlusion(INPUT, 56, 56);
    OcclusionMap white = occlusion.map(this::whiteness, white(), "white", 1, new Counting());
    OcclusionMap other = occlusion.map(this::whiteness, white(), "other", 0, new Counting());
    for (int row = 0; row < occlusion.places(); row++) {
      for (int column = 0; column < occlusion.places(); column++) {
        assertEquals(-white.falls()[row][column], other.falls()[row][column], 1e-6);
      }
    }
  }

  @Test
  void asksInBatchesOf32AndTellsOfEachPatchAndLeavesThePhotoAlone() {
    FloatBuffer photo = white();
    Counting progress = new Counting();
    new Occlusion(INPUT, 48, 16).map(this::whiteness, photo, "white", 1, progress);
    assertEquals(List.of(1, 32, 32, 32, 32, 16), batches);
    assertEquals(144, progress.max);
    assertEquals(144, progress.done);
    assertTrue(progress.ended);
    assertEquals(white(), photo);
  }

  @Test
  void aPatchOfAllThePhotoLeavesTheMeanColourAlone() {
    List<float[]> corners = new ArrayList<>();
    new Occlusion(INPUT, SIZE, SIZE)
        .map(
            (photos, count) -> {
              FloatBuffer floats = photos.asFloatBuffer();
              corners.add(new float[] {floats.get(0), floats.get(1), floats.get(2)});
              corners.add(
                  new float[] {
                    floats.get(INPUT.floats() - 3),
                    floats.get(INPUT.floats() - 2),
                    floats.get(INPUT.floats() - 1)
                  });
              return new float[][] {{1}};
            },
            white(),
            "all",
            0,
            new Counting());
    assertArrayEquals(new float[] {1, 1, 1}, corners.get(0));
    float[] mean = {0.5f, 0.4f, 0.3f};
    assertArrayEquals(mean, corners.get(2), 1e-6f);
    assertArrayEquals(mean, corners.get(3), 1e-6f);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "225, 1", "32, 0", "32, 33", "32, 20"})
  void refusesPatchesThatDoNotCoverThePhoto(int patch, int stride) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Occlusion(INPUT, patch, stride));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("patch " + patch + " and stride " + stride));
  }

  /** Pixels that a patch from {@code at} on shares with the region from {@code region} on. */
  private static double overlap(int at, int region) {
    return Math.max(0, SIDE - Math.abs(at - region));
  }

  /** A network with two classes; the second one's probability is the region's mean brightness. */
  private float[][] whiteness(ByteBuffer photos, int count) {
    batches.add(count);
    FloatBuffer floats = photos.asFloatBuffer();
    float[][] probabilities = new float[count][];
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int y = TOP; y < TOP + SIDE; y++) {
        for (int x = LEFT * 3; x < (LEFT + SIDE) * 3; x++) {
          sum += floats.get(i * INPUT.floats() + y * SIZE * 3 + x);
        }
      }
      float white = (float) (sum / (SIDE * SIDE * 3));
      probabilities[i] = new float[] {1 - white, white};
    }
    return probabilities;
  }

  private static FloatBuffer white() {
    FloatBuffer photo = FloatBuffer.allocate(INPUT.floats());
    while (photo.hasRemaining()) {
      photo.put(1);
    }
    return photo.flip();
  }

  private static final class Counting implements Progress {
    long max;
    long done;
    boolean ended;

    @Override
    public void reset(String message, long newMax, String trailingMessage) {
      max = newMax;
    }

    @Override
    public void start(long initialProgress) {}

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void increment(long increment) {
      done += increment;
    }

    @Override
    public void update(long progress, String message) {
      done = progress;
    }
  }
}
