package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No damage to a file gives a half picture, or anything else than the one exception. */
class DamagedImageTest {

  private static final BufferedImage NOISE = Pictures.noise(48, 40);

  private enum Sample {
    BASELINE,
    PROGRESSIVE,
    CMYK,
    PNG,
    GREY_PNG,
    GIF,
    ANIMATED_GIF
  }

  private static final Map<Sample, byte[]> FILES =
      Map.of(
          Sample.BASELINE, ImageBytes.jpeg(NOISE, false),
          Sample.PROGRESSIVE, ImageBytes.jpeg(NOISE, true),
          Sample.CMYK,
              ImageBytes.jpegOfComponents(
                  Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 40, 30, 4, null)),
          Sample.PNG, ImageBytes.encoded(NOISE, "png"),
          Sample.GREY_PNG, new PngBytes(3, 2, 8, PngBytes.GREY).rows(0, 1, 2, 3, 0, 4, 5, 6),
          Sample.GIF, ImageBytes.encoded(NOISE, "gif"),
          Sample.ANIMATED_GIF, ImageBytes.animatedGif(NOISE, NOISE));

  @Property(tries = 1500, seed = "16")
  void aFileCutAnywhereIsRefused(@ForAll Sample sample, @ForAll @IntRange(max = 999_999) int part)
      throws IOException {
    int length = (int) ((long) file(sample).length * part / 1_000_000);
    byte[] cut = Arrays.copyOf(file(sample), length);
    assertRefused(sample, cut);
  }

  /** A GIF may be cut behind its first frame: then the picture is that of the whole file. */
  private static void assertRefused(Sample sample, byte[] cut) throws IOException {
    if (sample == Sample.GIF || sample == Sample.ANIMATED_GIF) {
      try {
        assertArrayEquals(pixels(file(sample)), pixels(cut), sample + " of " + cut.length);
        return;
      } catch (UnreadableImageException cutInTheFrame) {
        // As it should be; what is cut behind the frame does not come here.
      }
    }
    assertThrows(
        UnreadableImageException.class,
        () -> ImageDecoder.withDefaults().decode(cut, "cut"),
        () -> sample + " of " + cut.length + " bytes");
  }

  private static int[] pixels(byte[] file) throws IOException {
    BufferedImage image = ImageDecoder.withDefaults().decode(file, "file");
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Property(tries = 300, seed = "16")
  void aFileWithoutItsLastBytesIsRefused(
      @ForAll Sample sample, @ForAll @IntRange(min = 1, max = 20) int missing) throws IOException {
    byte[] cut = Arrays.copyOf(file(sample), file(sample).length - missing);
    assertRefused(sample, cut);
  }

  @Property(tries = 1500, seed = "16")
  void changedBytesGiveAPictureOrTheException(
      @ForAll Sample sample, @ForAll @IntRange(min = 1, max = 8) int changes, @ForAll long seed)
      throws ImageMemoryException {
    byte[] bytes = file(sample).clone();
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    try {
      BufferedImage image = ImageDecoder.limitedTo(1_000_000).decode(bytes, "changed");
      assertEquals(BufferedImage.TYPE_INT_RGB, image.getType());
      assertTrue(image.getWidth() * image.getHeight() <= 1_000_000);
    } catch (UnreadableImageException e) {
      assertTrue(e.reason().startsWith("found "), e.reason());
    }
  }

  private static byte[] file(Sample sample) {
    return Objects.requireNonNull(FILES.get(sample));
  }
}
