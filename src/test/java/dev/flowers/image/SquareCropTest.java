package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SquareCropTest {

  /** The cases of square_crop_golden.py: width, height, size. */
  private static final int[][] GOLDEN_CASES = {
    {61, 40, 16},
    {40, 61, 16},
    {500, 375, 32},
    {17, 16, 16},
    {6, 5, 16},
    {15, 31, 16},
    {1, 1, 4},
    {1, 9, 4}
  };

  @Test
  void agreesWithTheReferenceInEverySize() throws IOException {
    FloatBuffer golden = golden();
    for (int[] sizes : GOLDEN_CASES) {
      float[] crop = crop(painted(sizes[0], sizes[1]), sizes[2]);
      float[] expected = new float[crop.length];
      golden.get(expected);
      assertArrayEquals(expected, crop, 1e-6f, sizes[0] + "×" + sizes[1] + " to " + sizes[2]);
    }
    assertEquals(0, golden.remaining());
  }

  @Test
  void writesAtThePositionAndMovesIt() {
    FloatBuffer out = FloatBuffer.allocate(2 + 12 + 1);
    out.put(-1).put(-1);
    SquareCrop.intoUnitRgb(painted(3, 2), 2, out);
    assertEquals(14, out.position());
    assertEquals(-1, out.get(1));
    assertEquals(0, out.get(14));
    assertEquals((7 * 1) / 255f, out.get(5), 1e-6f);
  }

  @Test
  void refusesABufferWithoutRoomAndWritesNothing() {
    FloatBuffer out = FloatBuffer.allocate(11);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> SquareCrop.intoUnitRgb(painted(3, 2), 2, out));
    assertEquals("out: found room for 11 floats, expected 2×2×3", e.getMessage());
    assertEquals(0, out.position());
  }

  @ParameterizedTest
  @CsvSource({"500,374,32", "374,500,32", "61,41,16", "40,60,16", "16,16,16", "9,5,16"})
  void theMirroredCropIsTheCropOfTheMirroredPicture(int width, int height, int size) {
    BufferedImage picture = Pictures.noise(width, height);
    BufferedImage mirror =
        Pictures.painted(width, height, (x, y) -> picture.getRGB(width - 1 - x, y));
    float[] mirrored = SquareCrop.mirrored(crop(picture, size), size);
    assertArrayEquals(crop(mirror, size), mirrored, 1e-6f);
    assertArrayEquals(crop(picture, size), SquareCrop.mirrored(mirrored, size));
  }

  @Test
  void refusesToMirrorACropOfAnotherSize() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> SquareCrop.mirrored(new float[13], 2));
    assertEquals("crop: found 13 floats, expected 2×2×3", e.getMessage());
  }

  @Test
  void refusesSizeZero() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SquareCrop.intoUnitRgb(painted(3, 2), 0, FloatBuffer.allocate(9)));
  }

  @Test
  void readsAPartOfAPictureAsThatPartAlone() {
    BufferedImage whole = painted(90, 70);
    BufferedImage part = whole.getSubimage(11, 7, 50, 41);
    BufferedImage copy = Pictures.painted(50, 41, (x, y) -> whole.getRGB(x + 11, y + 7));
    assertArrayEquals(crop(copy, 20), crop(part, 20));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void readsEveryTypeOfPictureAlike(int type) {
    BufferedImage typed = Pictures.painted(60, 40, type, (x, y) -> 0xFF000000 | colour(x, y));
    float[] expected = crop(painted(60, 40), 20);
    assertArrayEquals(expected, crop(typed, 20));
    BufferedImage part = typed.getSubimage(3, 2, 31, 33);
    BufferedImage partRgb = painted(60, 40).getSubimage(3, 2, 31, 33);
    assertArrayEquals(crop(partRgb, 20), crop(part, 20));
  }

  static float[] crop(BufferedImage image, int size) {
    float[] crop = new float[size * size * 3];
    SquareCrop.intoUnitRgb(image, size, FloatBuffer.wrap(crop));
    return crop;
  }

  private static BufferedImage painted(int width, int height) {
    return Pictures.painted(width, height, SquareCropTest::colour);
  }

  private static int colour(int x, int y) {
    int red = (7 * x + 13 * y) % 256;
    int green = (x * x + 5 * y) % 256;
    int blue = ((31 * x) ^ (17 * y)) % 256;
    return red << 16 | green << 8 | blue;
  }

  private static FloatBuffer golden() throws IOException {
    try (InputStream in = SquareCropTest.class.getResourceAsStream("square_crop_golden.f32")) {
      assertTrue(in != null, "square_crop_golden.f32, made by square_crop_golden.py");
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
  }
}
