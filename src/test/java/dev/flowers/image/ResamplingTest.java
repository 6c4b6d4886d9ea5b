package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowers.image.Resampling.Axis;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplingTest {

  /** As resampling_golden.py has them: width and height, before and after. */
  private static final int[][] CASES = {
    {61, 40, 16, 10},
    {40, 61, 23, 31},
    {9, 7, 20, 33},
    {17, 16, 17, 9},
    {17, 16, 8, 16},
    {12, 5, 12, 5},
    {1, 1, 4, 3},
    {1, 9, 2, 4},
    {211, 97, 13, 29}
  };

  @ParameterizedTest
  @EnumSource
  void thePixelsArePillows(ResampleFilter filter) throws IOException {
    byte[] golden;
    try (InputStream in = ResamplingTest.class.getResourceAsStream("resampling_golden.rgb")) {
      golden = Objects.requireNonNull(in).readAllBytes();
    }
    int pixels = Arrays.stream(CASES).mapToInt(c -> c[2] * c[3]).sum();
    assertEquals(ResampleFilter.values().length * pixels * 3, golden.length);
    int at = filter.number() * pixels * 3;
    for (int[] c : CASES) {
      int[] found = resized(picture(c[0], c[1]), filter, c[2], c[3]);
      int[] expected = new int[found.length];
      for (int i = 0; i < expected.length; i++, at += 3) {
        expected[i] =
            (golden[at] & 0xFF) << 16 | (golden[at + 1] & 0xFF) << 8 | (golden[at + 2] & 0xFF);
      }
      assertArrayEquals(expected, found, filter + " of " + Arrays.toString(c));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPartIsThatPartOfTheWhole(ResampleFilter filter) {
    BufferedImage picture = picture(61, 40);
    int[] whole = resized(picture, filter, 24, 16);
    int[] part =
        Resampling.resize(picture, new Axis(61, 24, 7, 10), new Axis(40, 16, 3, 8), filter);
    for (int y = 0; y < 8; y++) {
      int from = (y + 3) * 24 + 7;
      assertArrayEquals(
          Arrays.copyOfRange(whole, from, from + 10),
          Arrays.copyOfRange(part, y * 10, y * 10 + 10));
    }
  }

  @Test
  void aPartOfAnotherPictureIsResizedAsIfItWereAlone() {
    BufferedImage picture = picture(61, 40);
    BufferedImage part = picture.getSubimage(11, 5, 30, 20);
    BufferedImage alone = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    alone.createGraphics().drawImage(part, 0, 0, null);
    assertArrayEquals(
        resized(alone, ResampleFilter.BICUBIC, 9, 9), resized(part, ResampleFilter.BICUBIC, 9, 9));
  }

  @Test
  void theCropIsTheMiddleOfTheResizedPicture() {
    BufferedImage picture = picture(61, 40);
    ResizedCrop crop =
        new ResizedCrop(new ResizedCrop.ShortestEdge(16), ResampleFilter.BILINEAR, 11);
    // 16 · 61 / 40 = 24.4
    int[] whole = resized(picture, ResampleFilter.BILINEAR, 24, 16);
    int[] found = crop.rgb(picture);
    for (int y = 0; y < 11; y++) {
      int from = (y + 2) * 24 + 6;
      assertArrayEquals(
          Arrays.copyOfRange(whole, from, from + 11),
          Arrays.copyOfRange(found, y * 11, y * 11 + 11));
    }
    FloatBuffer floats = FloatBuffer.allocate(11 * 11 * 3);
    crop.intoUnitRgb(picture, floats);
    assertEquals((found[1] >> 16 & 0xFF) / 255f, floats.get(3));
    assertEquals((found[120] & 0xFF) / 255f, floats.get(362));
  }

  @Test
  void aSquareResizeDoesNotKeepTheShape() {
    BufferedImage picture = picture(61, 40);
    ResizedCrop crop = new ResizedCrop(new ResizedCrop.Square(12), ResampleFilter.BICUBIC, 12);
    assertArrayEquals(resized(picture, ResampleFilter.BICUBIC, 12, 12), crop.rgb(picture));
  }

  @ParameterizedTest
  @EnumSource
  void aPictureOfOneLongRowIsCropped(ResampleFilter filter) {
    BufferedImage line = new BufferedImage(3_000_000, 1, BufferedImage.TYPE_INT_RGB);
    int[] crop = new ResizedCrop(new ResizedCrop.ShortestEdge(1024), filter, 8).rgb(line);
    assertEquals(64, crop.length);
  }

  @Test
  void aSquareThatIsLargerThanThePictureIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ResizedCrop(new ResizedCrop.ShortestEdge(10), ResampleFilter.BOX, 11));
    assertEquals(
        "size: found a square of 11, expected at most 10 pixels, which the resized picture has",
        refused.getMessage());
  }

  private static int[] resized(
      BufferedImage picture, ResampleFilter filter, int width, int height) {
    return Resampling.resize(
        picture,
        new Axis(picture.getWidth(), width, 0, width),
        new Axis(picture.getHeight(), height, 0, height),
        filter);
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = (7 * x + 13 * y) % 256;
        int green = (x * x + 5 * y) % 256;
        int blue = (31 * x ^ 17 * y) % 256;
        picture.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return picture;
  }
}
