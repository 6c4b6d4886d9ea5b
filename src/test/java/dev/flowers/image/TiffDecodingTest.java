package dev.flowers.image;

import static dev.flowers.image.TiffBytes.BYTE;
import static dev.flowers.image.TiffBytes.LONG;
import static dev.flowers.image.TiffBytes.SHORT;
import static dev.flowers.image.TiffBytes.bytes;
import static dev.flowers.image.TiffBytes.image;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffDecodingTest {

  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;

  private static final BufferedImage NOISE = Pictures.noise(61, 43);

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "ZLib", "Deflate", "PackBits"})
  void compressedColourIsExact(String compression) throws Exception {
    BufferedImage decoded = decode(ImageBytes.tiff(NOISE, compression));
    assertEquals(BufferedImage.TYPE_INT_RGB, decoded.getType());
    assertArrayEquals(RgbImages.pixels(NOISE), RgbImages.pixels(decoded));
    // Long runs fill the code table in another way.
    BufferedImage stripes = Pictures.painted(400, 300, (x, y) -> (y / 7) * 0x050301);
    assertArrayEquals(
        RgbImages.pixels(stripes), RgbImages.pixels(decode(ImageBytes.tiff(stripes, compression))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6"})
  void faxedBlackAndWhiteIsExact(String compression) throws Exception {
    BufferedImage page =
        Pictures.painted(
            61,
            43,
            BufferedImage.TYPE_BYTE_BINARY,
            (x, y) -> (x * x + y * 3) % 11 < 5 ? 0xFF000000 : 0xFFFFFFFF);
    assertArrayEquals(
        RgbImages.pixels(RgbImages.of(page)),
        RgbImages.pixels(decode(ImageBytes.tiff(page, compression))));
  }

  @Test
  void jpegCompressionIsCloseToThePicture() throws Exception {
    BufferedImage smooth = Pictures.painted(64, 48, (x, y) -> (x * 3) << 16 | (y * 4) << 8 | 90);
    BufferedImage decoded = decode(ImageBytes.tiff(smooth, "JPEG"));
    for (int i = 0; i < 64 * 48; i++) {
      int distance =
          Pictures.distance(smooth.getRGB(i % 64, i / 64), decoded.getRGB(i % 64, i / 64));
      assertTrue(distance < 12, i + ": " + distance);
    }
  }

  @Test
  void greyOfEveryDepthIsSpreadOverTheWholeRange() throws Exception {
    assertPixels(image(2, 1, BLACK_IS_ZERO, 1, 1).strips(bytes(0x40)), 0x000000, 0xFFFFFF);
    assertPixels(image(2, 1, BLACK_IS_ZERO, 1, 2).strips(bytes(0x60)), 0x555555, 0xAAAAAA);
    assertPixels(image(2, 1, BLACK_IS_ZERO, 1, 4).strips(bytes(0x3F)), 0x333333, 0xFFFFFF);
    assertPixels(image(2, 1, BLACK_IS_ZERO, 1, 8).strips(bytes(60, 200)), 0x3C3C3C, 0xC8C8C8);
    assertPixels(
        image(2, 1, BLACK_IS_ZERO, 1, 12).strips(bytes(0x80, 0x0F, 0xFF)), 0x808080, 0xFFFFFF);
    assertPixels(
        image(2, 1, BLACK_IS_ZERO, 1, 16).strips(bytes(59, 60, 201, 200)), 0x3C3C3C, 0xC8C8C8);
    assertPixels(
        image(ByteOrder.BIG_ENDIAN, 2, 1, BLACK_IS_ZERO, 1, 16).strips(bytes(60, 59, 200, 201)),
        0x3C3C3C,
        0xC8C8C8);
  }

  @Test
  void whiteMayBeZero() throws Exception {
    assertPixels(image(2, 1, WHITE_IS_ZERO, 1, 1).strips(bytes(0x40)), 0xFFFFFF, 0x000000);
    assertPixels(image(2, 1, WHITE_IS_ZERO, 1, 8).strips(bytes(60, 200)), 0xC3C3C3, 0x373737);
    assertPixels(image(2, 1, WHITE_IS_ZERO, 1, 16).strips(bytes(60, 60, 0, 0)), 0xC3C3C3, 0xFFFFFF);
  }

  @Test
  void aPaletteIsLookedUp() throws Exception {
    assertPixels(
        image(2, 1, PALETTE, 1, 1)
            .field(TiffTag.COLOR_MAP, SHORT, 0x1100, 0x44FF, 0x2200, 0x5500, 0x3300, 0x66AA)
            .strips(bytes(0x40)),
        0x112233,
        0x445566);
  }

  @Test
  void alphaIsLaidOverWhite() throws Exception {
    byte[] pixels = bytes(255, 0, 0, 128, 9, 9, 9, 0);
    assertPixels(
        image(2, 1, RGB, 4, 8).field(TiffTag.EXTRA_SAMPLES, SHORT, 2).strips(pixels),
        0xFF7F7F,
        0xFFFFFF);
    // Multiplied by alpha before it was stored.
    assertPixels(
        image(2, 1, RGB, 4, 8)
            .field(TiffTag.EXTRA_SAMPLES, SHORT, 1)
            .strips(bytes(128, 0, 0, 128, 0, 0, 0, 0)),
        0xFF7F7F,
        0xFFFFFF);
    assertPixels(
        image(2, 1, RGB, 4, 8).field(TiffTag.EXTRA_SAMPLES, SHORT, 0).strips(pixels),
        0xFF0000,
        0x090909);
    assertPixels(
        image(1, 1, BLACK_IS_ZERO, 2, 8)
            .field(TiffTag.EXTRA_SAMPLES, SHORT, 2)
            .strips(bytes(0, 128)),
        0x7F7F7F);
  }

  @Test
  void inksAreMixedAndYcbcrIsConverted() throws Exception {
    assertPixels(
        image(3, 1, CMYK, 4, 8).strips(bytes(0, 0, 0, 0, 255, 0, 0, 0, 0, 51, 0, 127)),
        0xFFFFFF,
        0x00FFFF,
        0x806680);
    assertPixels(
        image(2, 1, YCBCR, 3, 8)
            .field(TiffTag.YCBCR_SUB_SAMPLING, SHORT, 1, 1)
            .strips(bytes(100, 128, 128, 76, 85, 255)),
        0x646464,
        0xFE0000);
  }

  @ParameterizedTest
  @CsvSource({
    "LITTLE_ENDIAN, false",
    "BIG_ENDIAN, false",
    "LITTLE_ENDIAN, true",
    "BIG_ENDIAN, true"
  })
  void eitherByteOrderAndBigTiffAreRead(String name, boolean big) throws Exception {
    ByteOrder order = name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    TiffBytes tiff = image(order, 2, 1, RGB, 3, 8);
    assertPixels((big ? tiff.big() : tiff).strips(bytes(1, 2, 3, 4, 5, 6)), 0x010203, 0x040506);
  }

  @Test
  void stripsTilesAndPlanesArePutTogether() throws Exception {
    assertPixels(
        image(1, 3, BLACK_IS_ZERO, 1, 8)
            .field(TiffTag.ROWS_PER_STRIP, LONG, 2)
            .strips(bytes(1, 2), bytes(3)),
        0x010101,
        0x020202,
        0x030303);
    assertPixels(
        image(3, 1, BLACK_IS_ZERO, 1, 8)
            .field(TiffTag.TILE_WIDTH, LONG, 2)
            .field(TiffTag.TILE_LENGTH, LONG, 2)
            .tiles(bytes(1, 2, 0, 0), bytes(3, 0, 0, 0)),
        0x010101,
        0x020202,
        0x030303);
    assertPixels(
        image(2, 1, RGB, 3, 8)
            .field(TiffTag.PLANAR_CONFIGURATION, SHORT, 2)
            .strips(bytes(1, 4), bytes(2, 5), bytes(3, 6)),
        0x010203,
        0x040506);
  }

  @Test
  void aPredictorIsUndoneAtEightAndSixteenBits() throws Exception {
    assertPixels(
        image(2, 1, RGB, 3, 8)
            .field(TiffTag.COMPRESSION, SHORT, 8)
            .field(TiffTag.PREDICTOR, SHORT, 2)
            .strips(PngBytes.deflated(bytes(10, 20, 30, 246, 1, 1))),
        0x0A141E,
        0x00151F);
    // 0x0AFF, and 0x0AFF + 0x7001 = 0x7B00: with a carry between the bytes.
    assertPixels(
        image(ByteOrder.BIG_ENDIAN, 2, 1, BLACK_IS_ZERO, 1, 16)
            .field(TiffTag.COMPRESSION, SHORT, 8)
            .field(TiffTag.PREDICTOR, SHORT, 2)
            .strips(PngBytes.deflated(bytes(0x0A, 0xFF, 0x70, 0x01))),
        0x0B0B0B,
        0x7B7B7B);
  }

  @Test
  void bitsMayBeStoredLowestFirst() throws Exception {
    assertPixels(
        image(2, 1, BLACK_IS_ZERO, 1, 1).field(TiffTag.FILL_ORDER, SHORT, 2).strips(bytes(0x02)),
        0x000000,
        0xFFFFFF);
  }

  @Test
  void aStripThatEndsEarlyIsRefused() {
    byte[] rows = bytes(1, 2, 3, 4);
    for (int compression : new int[] {8, 32_773, 5}) {
      byte[] strip =
          switch (compression) {
            case 8 -> PngBytes.deflated(rows);
            case 5 -> bytes(0x80, 0x00, 0x40, 0x40, 0x40); // Clear, 1, 2 …
            default -> bytes(3, 1, 2, 3, 4);
          };
      byte[] tiff =
          image(4, 2, BLACK_IS_ZERO, 1, 8)
              .field(TiffTag.COMPRESSION, SHORT, compression)
              .strips(strip);
      assertRefused(tiff, "truncated or damaged TIFF");
    }
  }

  @Test
  void whatIsNotReadIsNamed() {
    assertRefused(
        image(1, 1, RGB, 3, 8).field(TiffTag.COMPRESSION, SHORT, 50_000).strips(bytes(1)),
        "Zstandard");
    assertRefused(
        image(1, 1, RGB, 3, 16).field(TiffTag.SAMPLE_FORMAT, SHORT, 3).strips(bytes(1)),
        "floating-point");
    assertRefused(image(1, 1, RGB, 3, 32).strips(bytes(1)), "32 bits a sample");
    assertRefused(image(1, 1, 8, 3, 8).strips(bytes(1, 2, 3)), "L*a*b*");
    assertRefused(image(2, 2, YCBCR, 3, 8).strips(bytes(1)), "subsampled YCbCr");
    assertRefused(
        image(1, 1, RGB, 3, 8).field(TiffTag.DNG_VERSION, BYTE, 1, 4, 0, 0).strips(bytes(1, 2, 3)),
        "camera raw");
  }

  @Test
  void senselessSizesAreRefusedBeforeAnythingIsAllocated() {
    assertRefused(
        image(1, 1, BLACK_IS_ZERO, 1, 8)
            .field(TiffTag.COMPRESSION, SHORT, 8)
            .field(TiffTag.TILE_WIDTH, LONG, 2_000_000_000)
            .field(TiffTag.TILE_LENGTH, LONG, 2_000_000_000)
            .tiles(bytes(1)),
        "strips or tiles of 2000000000×2000000000");
    assertRefused(
        image(2, 2_000_000_000, BLACK_IS_ZERO, 1, 8)
            .field(TiffTag.ROWS_PER_STRIP, LONG, 1)
            .strips(bytes(1)),
        "the places of 1 strips");
    assertRefused(image(90_000, 90_000, BLACK_IS_ZERO, 1, 1).strips(bytes(1)), "8100000000 pixels");
  }

  @Test
  void theValuesOfAFieldMayNotBeMissing() {
    // Eight bits for each of three samples stand at the end.
    byte[] tiff = image(2, 1, RGB, 3, 8).strips(bytes(1, 2, 3, 4, 5, 6));
    assertRefused(Arrays.copyOf(tiff, tiff.length - 1), "field 258");
  }

  private static void assertPixels(byte[] tiff, int... expected) throws IOException {
    assertArrayEquals(expected, RgbImages.pixels(decode(tiff)));
  }

  private static void assertRefused(byte[] tiff, String found) {
    var e = assertThrows(UnreadableImageException.class, () -> decode(tiff));
    assertTrue(e.reason().contains(found), e.getMessage());
  }

  private static BufferedImage decode(byte[] tiff) throws IOException {
    return ImageDecoder.withDefaults().decode(tiff, "test.tif");
  }
}
