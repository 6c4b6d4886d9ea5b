package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegDecodingTest {

  private static final int APP0 = 0xE0;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;

  private static final BufferedImage GRADIENT =
      Pictures.painted(40, 24, (x, y) -> (40 + 5 * x) << 16 | (200 - 6 * y) << 8 | (60 + 2 * x));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void colourIsKeptInBaselineAndProgressive(boolean progressive) throws Exception {
    assertNear(GRADIENT, decode(ImageBytes.jpeg(GRADIENT, progressive)), 4);
  }

  @Test
  void greyIsNotBrightened() throws Exception {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 60);
    }
    BufferedImage decoded = decode(ImageBytes.jpeg(grey));
    assertEquals(Pictures.grey(60), Pictures.rgb(decoded, 8, 8));
  }

  @Test
  void cmykInksAreMixed() throws Exception {
    byte[] jpeg = ImageBytes.jpegOfComponents(components(16, 16, 255, 128, 0, 200));
    assertCentre(0xC86400, decode(jpeg));
    assertCentre(0xC86400, decode(ImageBytes.withSegment(jpeg, APP14, adobe(0))));
  }

  @Test
  void ycckInksAreUnmixedFirst() throws Exception {
    // Y, Cb and Cr of the colour (255, 128, 0) by the JFIF matrix; then 200/255 of it is left.
    byte[] jpeg = ImageBytes.jpegOfComponents(components(16, 16, 151, 43, 202, 200));
    assertCentre(0xC86400, decode(ImageBytes.withSegment(jpeg, APP14, adobe(2))));
  }

  @Test
  void anAdobeSegmentSaysThatComponentsAreRgb() throws Exception {
    byte[] ycc = withoutJfif(ImageBytes.jpeg(Pictures.painted(16, 16, (x, y) -> 0xFF8000)));
    assertCentre(0xFF8000, decode(ycc));
    assertCentre(0x972BCA, decode(ImageBytes.withSegment(ycc, APP14, adobe(0))));
    assertCentre(0xFF8000, decode(ImageBytes.withSegment(ycc, APP14, adobe(1))));
  }

  @Test
  void aColourProfileIsNeitherAppliedNorAReasonToFail() throws Exception {
    byte[] profile = new byte[400];
    System.arraycopy("ICC_PROFILE\0\1\1".getBytes(ISO_8859_1), 0, profile, 0, 14);
    Arrays.fill(profile, 20, 400, (byte) 0x55);
    assertNear(
        GRADIENT, decode(ImageBytes.withSegment(ImageBytes.jpeg(GRADIENT), APP2, profile)), 4);
  }

  @Test
  void aBrokenThumbnailIsNoReasonToFail() throws Exception {
    byte[] jfif = {'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 99, 99, 1, 2, 3};
    byte[] jpeg = ImageBytes.withSegment(withoutJfif(ImageBytes.jpeg(GRADIENT)), APP0, jfif);
    assertNear(GRADIENT, decode(jpeg), 4);
  }

  @Test
  void bytesAfterTheEndAreAllowed() throws Exception {
    byte[] jpeg = ImageBytes.jpeg(GRADIENT);
    assertNear(GRADIENT, decode(Arrays.copyOf(jpeg, jpeg.length + 1000)), 4);
  }

  @Test
  void fillBytesBeforeTheEndMarkAreAllowed() throws Exception {
    byte[] jpeg = ImageBytes.jpeg(GRADIENT);
    byte[] filled = Arrays.copyOf(jpeg, jpeg.length + 5);
    Arrays.fill(filled, jpeg.length - 2, filled.length - 2, (byte) 0x20);
    System.arraycopy(jpeg, jpeg.length - 2, filled, filled.length - 2, 2);
    assertNear(GRADIENT, decode(filled), 4);
  }

  @Test
  void anEndMarkBehindHalfTheScanIsNotEnough() {
    byte[] jpeg = ImageBytes.jpeg(Pictures.noise(64, 64));
    byte[] half = Arrays.copyOf(jpeg, jpeg.length / 2);
    half[half.length - 2] = (byte) 0xFF;
    half[half.length - 1] = (byte) 0xD9;
    assertRefused(half, "damaged JPEG");
  }

  @Test
  void compressionOfOtherKindsIsNamed() {
    byte[] jpeg = ImageBytes.jpeg(GRADIENT);
    jpeg[frameAt(jpeg) + 1] = (byte) 0xC9;
    assertRefused(jpeg, "SOF9");
  }

  @Test
  void twelveBitSamplesAreNamed() {
    byte[] jpeg = ImageBytes.jpeg(GRADIENT);
    jpeg[frameAt(jpeg) + 4] = 12;
    assertRefused(jpeg, "12 bits");
  }

  private static void assertRefused(byte[] jpeg, String found) {
    var e = assertThrows(UnreadableImageException.class, () -> decode(jpeg));
    assertTrue(e.reason().contains(found), e.getMessage());
  }

  private static void assertNear(BufferedImage expected, BufferedImage actual, int levels) {
    assertEquals(BufferedImage.TYPE_INT_RGB, actual.getType());
    assertEquals(expected.getWidth(), actual.getWidth());
    assertEquals(expected.getHeight(), actual.getHeight());
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        int distance = Pictures.distance(expected.getRGB(x, y), actual.getRGB(x, y));
        assertTrue(distance <= levels, distance + " levels apart at " + x + "," + y);
      }
    }
  }

  private static void assertCentre(int expected, BufferedImage image) {
    int rgb = Pictures.rgb(image, 8, 8);
    assertTrue(
        Pictures.distance(expected, rgb) <= 2,
        String.format(Locale.ROOT, "found %06x, not %06x", rgb, expected));
  }

  private static BufferedImage decode(byte[] jpeg) throws IOException {
    return ImageDecoder.withDefaults().decode(jpeg, "test.jpg");
  }

  private static Raster components(int width, int height, int... values) {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, values.length, null);
    for (int i = 0; i < width * height; i++) {
      raster.setPixel(i % width, i / width, values);
    }
    return raster;
  }

  private static byte[] adobe(int transform) {
    return new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
  }

  private static byte[] withoutJfif(byte[] jpeg) {
    assertEquals((byte) APP0, jpeg[3]);
    int end = 4 + (jpeg[4] << 8 | jpeg[5]);
    byte[] without = new byte[jpeg.length - end + 2];
    System.arraycopy(jpeg, 0, without, 0, 2);
    System.arraycopy(jpeg, end, without, 2, jpeg.length - end);
    return without;
  }

  private static int frameAt(byte[] jpeg) {
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        return i;
      }
    }
    throw new AssertionError("no SOF0");
  }
}
