package dev.flowers.image;

import static dev.flowers.image.PngBytes.GREY;
import static dev.flowers.image.PngBytes.GREY_ALPHA;
import static dev.flowers.image.PngBytes.PALETTE;
import static dev.flowers.image.PngBytes.RGB;
import static dev.flowers.image.PngBytes.RGB_ALPHA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PngDecodingTest {

  @Test
  void colourIsExact() throws Exception {
    BufferedImage noise = Pictures.noise(37, 23);
    BufferedImage decoded = decode(ImageBytes.encoded(noise, "png"));
    assertEquals(BufferedImage.TYPE_INT_RGB, decoded.getType());
    assertArrayEquals(RgbImages.pixels(noise), RgbImages.pixels(decoded));
  }

  @Test
  void greyOfEveryDepthIsSpreadOverTheWholeRange() throws Exception {
    assertPixels(new PngBytes(2, 1, 1, GREY).rows(0, 0b0100_0000), 0x000000, 0xFFFFFF);
    assertPixels(new PngBytes(2, 1, 2, GREY).rows(0, 0b0110_0000), 0x555555, 0xAAAAAA);
    assertPixels(new PngBytes(2, 1, 4, GREY).rows(0, 0x3F), 0x333333, 0xFFFFFF);
    assertPixels(new PngBytes(2, 1, 8, GREY).rows(0, 60, 200), 0x3C3C3C, 0xC8C8C8);
    assertPixels(new PngBytes(2, 1, 16, GREY).rows(0, 60, 59, 200, 201), 0x3C3C3C, 0xC8C8C8);
  }

  @Test
  void alphaIsLaidOverWhite() throws Exception {
    assertPixels(
        new PngBytes(3, 1, 8, RGB_ALPHA).rows(0, 9, 9, 9, 0, 255, 0, 0, 128, 1, 2, 3, 255),
        0xFFFFFF,
        0xFF7F7F,
        0x010203);
    assertPixels(new PngBytes(2, 1, 8, GREY_ALPHA).rows(0, 60, 255, 0, 128), 0x3C3C3C, 0x7F7F7F);
    assertPixels(
        new PngBytes(2, 1, 16, GREY_ALPHA).rows(0, 60, 60, 255, 255, 9, 9, 0, 0),
        0x3C3C3C,
        0xFFFFFF);
    assertPixels(
        new PngBytes(2, 1, 16, RGB_ALPHA)
            .rows(0, 1, 1, 2, 2, 3, 3, 255, 255, 9, 9, 9, 9, 9, 9, 0, 0),
        0x010203,
        0xFFFFFF);
  }

  @Test
  void sixteenBitColourIsRounded() throws Exception {
    assertPixels(new PngBytes(1, 1, 16, RGB).rows(0, 10, 10, 20, 20, 30, 30), 0x0A141E);
  }

  @Test
  void aPaletteIsLookedUpAndItsTransparencyLaidOverWhite() throws Exception {
    assertPixels(
        new PngBytes(3, 1, 8, PALETTE)
            .chunk("PLTE", 1, 2, 3, 255, 0, 0, 7, 8, 9)
            .chunk("tRNS", 255, 128, 0)
            .rows(0, 0, 1, 2),
        0x010203,
        0xFF7F7F,
        0xFFFFFF);
    assertPixels(
        new PngBytes(3, 1, 2, PALETTE)
            .chunk("PLTE", 1, 2, 3, 255, 0, 0, 7, 8, 9)
            .rows(0, 0b0001_1000),
        0x010203,
        0xFF0000,
        0x070809);
  }

  @Test
  void theTransparentColourBecomesWhite() throws Exception {
    assertPixels(
        new PngBytes(2, 1, 8, RGB).chunk("tRNS", 0, 1, 0, 2, 0, 3).rows(0, 1, 2, 3, 3, 2, 1),
        0xFFFFFF,
        0x030201);
    assertPixels(
        new PngBytes(2, 1, 8, GREY).chunk("tRNS", 0, 60).rows(0, 60, 61), 0xFFFFFF, 0x3D3D3D);
  }

  @Test
  void greyOfEveryDepthHasATransparentLevel() throws Exception {
    assertPixels(
        new PngBytes(2, 1, 1, GREY).chunk("tRNS", 0, 0).rows(0, 0b0100_0000), 0xFFFFFF, 0xFFFFFF);
    assertPixels(
        new PngBytes(2, 1, 2, GREY).chunk("tRNS", 0, 1).rows(0, 0b0110_0000), 0xFFFFFF, 0xAAAAAA);
    assertPixels(new PngBytes(2, 1, 4, GREY).chunk("tRNS", 0, 3).rows(0, 0x34), 0xFFFFFF, 0x444444);
    assertPixels(
        new PngBytes(2, 1, 8, GREY).chunk("tRNS", 0, 60).rows(0, 60, 61), 0xFFFFFF, 0x3D3D3D);
    // One level beside it, though the same when rounded to eight bits.
    assertPixels(
        new PngBytes(2, 1, 16, GREY).chunk("tRNS", 60, 60).rows(0, 60, 60, 60, 61),
        0xFFFFFF,
        0x3C3C3C);
    assertPixels(
        new PngBytes(2, 1, 16, RGB)
            .chunk("tRNS", 1, 1, 2, 2, 3, 3)
            .rows(0, 1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 4),
        0xFFFFFF,
        0x010203);
  }

  @Test
  void damagedOptionalChunksAreNoReasonToFailInAPaletteToo() throws Exception {
    for (String type :
        new String[] {
          "pHYs", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "hIST", "tIME", "tEXt", "zTXt",
          "iTXt", "sPLT", "eXIf", "acTL"
        }) {
      assertPixels(
          new PngBytes(2, 1, 8, PALETTE)
              .chunk(type, 1)
              .chunk("PLTE", 1, 2, 3, 255, 0, 0)
              .rows(0, 1, 0),
          0xFF0000,
          0x010203);
    }
  }

  @Test
  void anIndexBeyondThePaletteIsBlack() throws Exception {
    assertPixels(
        new PngBytes(2, 1, 8, PALETTE).chunk("PLTE", 1, 2, 3).rows(0, 0, 7), 0x010203, 0x000000);
  }

  @Test
  void aChangedPaletteIsNoticedByItsChecksum() {
    byte[] png = new PngBytes(1, 1, 8, PALETTE).chunk("PLTE", 1, 2, 3).rows(0, 0);
    png[8 + 25 + 8]++;
    var e = assertThrows(UnreadableImageException.class, () -> decode(png));
    assertTrue(e.reason().contains("chunk PLTE with a wrong checksum"), e.getMessage());
  }

  @Test
  void damagedOptionalChunksAreNoReasonToFail() throws Exception {
    assertPixels(
        new PngBytes(1, 1, 8, RGB)
            .chunk("iCCP", 'x', 0, 0, 1, 2, 3)
            .chunk("gAMA", 0, 0, 0, 1)
            .chunk("tEXt", 1)
            .chunk("eXIf", 1)
            .rows(0, 1, 2, 3),
        0x010203);
  }

  @Test
  void rowsMissingFromTheDataAreDamage() {
    byte[] png = new PngBytes(2, 3, 8, GREY).rows(0, 1, 2, 0, 1);
    var e = assertThrows(UnreadableImageException.class, () -> decode(png));
    assertTrue(e.reason().contains("damaged PNG"), e.getMessage());
  }

  @Test
  void aSizeOfZeroIsRefused() {
    byte[] png = new PngBytes(0, 3, 8, GREY).rows(0);
    var e = assertThrows(UnreadableImageException.class, () -> decode(png));
    assertTrue(e.reason().contains("0×3"), e.getMessage());
  }

  @Test
  void aFileWithoutPixelsIsRefused() {
    byte[] png = new PngBytes(2, 3, 8, GREY).chunk("IEND").rows(0);
    assertThrows(UnreadableImageException.class, () -> decode(png));
  }

  private static void assertPixels(byte[] png, int... expected) throws IOException {
    BufferedImage decoded = decode(png);
    assertEquals(BufferedImage.TYPE_INT_RGB, decoded.getType());
    assertArrayEquals(expected, RgbImages.pixels(decoded));
  }

  private static BufferedImage decode(byte[] png) throws IOException {
    return ImageDecoder.withDefaults().decode(png, "test.png");
  }
}
