package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SquareCropPropertiesTest {

  @Property(tries = 200, seed = "16")
  void aPlainPictureStaysPlainUnlessEnlarged(
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 0, max = 60) int more,
      @ForAll @IntRange(min = 0, max = 30) int longer,
      @ForAll @IntRange(min = 0, max = 0xFFFFFF) int rgb) {
    BufferedImage plain = Pictures.painted(size + more + longer, size + more, (x, y) -> rgb);
    float[] crop = SquareCropTest.crop(plain, size);
    for (int i = 0; i < crop.length; i += 3) {
      assertEquals((rgb >> 16) / 255f, crop[i], 1e-6f);
      assertEquals((rgb >> 8 & 0xFF) / 255f, crop[i + 1], 1e-6f);
      assertEquals((rgb & 0xFF) / 255f, crop[i + 2], 1e-6f);
    }
  }

  @Property(tries = 200, seed = "16")
  void everyValueIsBetweenZeroAndOne(
      @ForAll @IntRange(min = 1, max = 80) int width,
      @ForAll @IntRange(min = 1, max = 80) int height,
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll long seed) {
    Random random = new Random(seed);
    // Mostly white: sums of weights above 1 would show.
    BufferedImage image =
        Pictures.painted(
            width, height, (x, y) -> random.nextInt(4) > 0 ? 0xFFFFFF : random.nextInt(0x1000000));
    for (float value : SquareCropTest.crop(image, size)) {
      assertTrue(value >= 0 && value <= 1, () -> "found " + value);
    }
  }

  @Property(tries = 100, seed = "16")
  void theOrderOfTheAxesDoesNotMatter(
      @ForAll @IntRange(min = 1, max = 60) int across,
      @ForAll @IntRange(min = 1, max = 60) int down,
      @ForAll @IntRange(min = 1, max = 30) int size) {
    BufferedImage image = Pictures.noise(across, down);
    BufferedImage transposed = Pictures.painted(down, across, (x, y) -> image.getRGB(y, x));
    float[] crop = SquareCropTest.crop(image, size);
    float[] expected = new float[crop.length];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        System.arraycopy(crop, 3 * (y * size + x), expected, 3 * (x * size + y), 3);
      }
    }
    assertArrayEquals(expected, SquareCropTest.crop(transposed, size), 1e-6f);
  }
}
