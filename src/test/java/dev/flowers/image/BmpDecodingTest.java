package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BmpDecodingTest {

  private static final int[] FOUR = {0x102030, 0xFF0000, 0x00FF00, 0x0000FF};

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_USHORT_555_RGB
      })
  void whatTheJdkWritesIsExact(int type) throws Exception {
    BufferedImage image =
        Pictures.painted(37, 23, type, (x, y) -> Pictures.noise(37, 23).getRGB(x, y));
    assertArrayEquals(
        RgbImages.pixels(RgbImages.of(image)),
        RgbImages.pixels(decode(ImageBytes.encoded(image, "bmp"))));
  }

  @Test
  void indexesOfEveryDepthAreLookedUp() throws Exception {
    assertPixels(new BmpBytes(2, 1, 1).palette(1, 2).pixels(0x40, 0, 0, 0), 1, 2);
    assertPixels(
        new BmpBytes(3, 1, 2).palette(FOUR).pixels(0x6C, 0, 0, 0), FOUR[1], FOUR[2], FOUR[3]);
    assertPixels(
        new BmpBytes(3, 1, 4).palette(FOUR).pixels(0x12, 0x30, 0, 0), FOUR[1], FOUR[2], FOUR[3]);
    assertPixels(new BmpBytes(2, 1, 8).palette(FOUR).pixels(3, 0, 0, 0), FOUR[3], FOUR[0]);
  }

  @Test
  void rowsGoUpOrDown() throws Exception {
    int[] pixels = {1, 0, 0, 0, 2, 0, 0, 0};
    assertPixels(new BmpBytes(1, 2, 8).palette(FOUR).pixels(pixels), FOUR[2], FOUR[1]);
    assertPixels(new BmpBytes(1, -2, 8).palette(FOUR).pixels(pixels), FOUR[1], FOUR[2]);
  }

  @Test
  void masksSayWhereTheColoursAre() throws Exception {
    assertPixels(new BmpBytes(2, 1, 16).pixels(0x1F, 0x7C, 0xE0, 0x03), 0xFF00FF, 0x00FF00);
    assertPixels(
        new BmpBytes(2, 1, 16).masks(0xF800, 0x7E0, 0x1F).pixels(0x00, 0xF8, 0xE0, 0x07),
        0xFF0000,
        0x00FF00);
    assertPixels(new BmpBytes(1, 1, 32).pixels(3, 2, 1, 0), 0x010203);
    assertPixels(new BmpBytes(1, 1, 32).masks(0xFF, 0xFF00, 0xFF0000).pixels(1, 2, 3, 0), 0x010203);
  }

  @Test
  void alphaIsLaidOverWhiteUnlessAllOfItIsZero() throws Exception {
    int[] masks = {0xFF, 0xFF00, 0xFF0000, 0xFF000000};
    assertPixels(
        new BmpBytes(2, 1, 32).masks(masks).pixels(255, 0, 0, 128, 9, 9, 9, 0), 0xFF7F7F, 0xFFFFFF);
    assertPixels(new BmpBytes(1, 1, 32).masks(masks).pixels(255, 0, 0, 0), 0xFF0000);
  }

  @Test
  void runsAreDecoded() throws Exception {
    // Two rows: a run of three and one copied; two copied with their filling, and a run.
    int[] runs = {3, 1, 1, 2, 0, 0, 0, 3, 3, 2, 1, 0, 1, 2, 0, 0, 0, 1};
    assertPixels(
        new BmpBytes(4, 2, 8).compression(BmpBytes.RLE8).palette(FOUR).pixels(runs),
        FOUR[3],
        FOUR[2],
        FOUR[1],
        FOUR[2],
        FOUR[1],
        FOUR[1],
        FOUR[1],
        FOUR[2]);
    assertPixels(
        new BmpBytes(5, 1, 4)
            .compression(BmpBytes.RLE4)
            .palette(FOUR)
            .pixels(2, 0x12, 0, 3, 0x31, 0x20, 0, 1),
        FOUR[1],
        FOUR[2],
        FOUR[3],
        FOUR[1],
        FOUR[2]);
  }

  @Test
  void whatRunsPassOverIsTheFirstColour() throws Exception {
    // One pixel, then two to the right and one up, then the end of the picture.
    assertPixels(
        new BmpBytes(4, 2, 8)
            .compression(BmpBytes.RLE8)
            .palette(FOUR)
            .pixels(1, 1, 0, 2, 2, 1, 1, 2, 0, 1),
        FOUR[0],
        FOUR[0],
        FOUR[0],
        FOUR[2],
        FOUR[1],
        FOUR[0],
        FOUR[0],
        FOUR[0]);
  }

  @Test
  void runsWithoutAnEndMarkMustFillThePicture() throws Exception {
    BmpBytes bmp = new BmpBytes(4, 1, 8).compression(BmpBytes.RLE8).palette(FOUR);
    assertPixels(bmp.pixels(4, 1), FOUR[1], FOUR[1], FOUR[1], FOUR[1]);
    assertRefused(bmp.pixels(3, 1), "truncated BMP");
  }

  @Test
  void theOldHeaderHasColoursOfThreeBytes() throws Exception {
    ByteBuffer out = ByteBuffer.allocate(14 + 12 + 6 + 4).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'B').put((byte) 'M').putInt(0).putInt(0).putInt(14 + 12 + 6);
    out.putInt(12).putShort((short) 2).putShort((short) 1).putShort((short) 1).putShort((short) 1);
    out.put(new byte[] {3, 2, 1, 6, 5, 4}).put((byte) 0x40);
    assertPixels(out.array(), 0x010203, 0x040506);
  }

  @Test
  void aMissingRowIsRefusedButNotTheFillingOfTheLast() throws Exception {
    byte[] bmp = new BmpBytes(1, 2, 8).palette(FOUR).pixels(1, 0, 0, 0, 2, 0, 0, 0);
    assertPixels(Arrays.copyOf(bmp, bmp.length - 3), FOUR[2], FOUR[1]);
    assertRefused(Arrays.copyOf(bmp, bmp.length - 4), "truncated BMP");
  }

  @Test
  void senselessHeadersAreRefused() {
    assertRefused(new BmpBytes(0, 1, 8).pixels(), "0×1");
    assertRefused(new BmpBytes(-5, 1, 8).pixels(), "-5×1");
    assertRefused(new BmpBytes(1, Integer.MIN_VALUE, 8).pixels(), "×-2147483648");
    assertRefused(
        new BmpBytes(2_000_000_000, -2_000_000_000, 24).pixels(), "4000000000000000000 pixels");
    assertRefused(new BmpBytes(1, 1, 7).pixels(), "7 bits a pixel");
    assertRefused(new BmpBytes(1, 1, 0).compression(4).pixels(), "(JPEG)");
    assertRefused(new BmpBytes(1, 1, 32).masks(0xF0F, 0, 0).pixels(0, 0, 0, 0), "gaps");
  }

  private static void assertPixels(byte[] bmp, int... expected) throws IOException {
    assertArrayEquals(expected, RgbImages.pixels(decode(bmp)));
  }

  private static void assertRefused(byte[] bmp, String found) {
    var e = assertThrows(UnreadableImageException.class, () -> decode(bmp));
    assertTrue(e.reason().contains(found), e.getMessage());
  }

  private static BufferedImage decode(byte[] bmp) throws IOException {
    return ImageDecoder.withDefaults().decode(bmp, "test.bmp");
  }
}
