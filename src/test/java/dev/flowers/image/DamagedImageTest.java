package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No damage to a file gives a half picture, or anything else than the documented exceptions. */
class DamagedImageTest {

  private static final int MUTATIONS = 10_000;
  private static final ImageDecoder DECODER = ImageDecoder.limitedTo(1_000_000);

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileCutAnywhereIsRefusedOrWhole(ImageFormat format) throws Exception {
    for (byte[] file : ImageSamples.of(format)) {
      int[] whole = RgbImages.pixels(DECODER.decode(file, "whole"));
      for (int length = 0; length < file.length; length++) {
        try {
          BufferedImage image = DECODER.decode(Arrays.copyOf(file, length), "cut");
          assertArrayEquals(
              whole, RgbImages.pixels(image), format + " of " + length + " of " + file.length);
        } catch (UnreadableImageException e) {
          assertTrue(e.reason().startsWith("found "), e.reason());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JPEG", "PNG"})
  void aFileWithoutItsEndMarkIsRefused(ImageFormat format) {
    for (byte[] file : ImageSamples.of(format)) {
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThrows(UnreadableImageException.class, () -> DECODER.decode(cut, "cut"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aMutatedFileGivesAPictureOrADocumentedException(ImageFormat format) {
    Random random = new Random(16);
    List<byte[]> files = ImageSamples.of(format);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = files.get(i % files.size());
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        mutated = mutated(mutated, random);
      }
      if (format == ImageFormat.PNG && i % 2 == 0) {
        mutated = PngBytes.withChecksums(mutated);
      }
      try {
        BufferedImage image = DECODER.decode(mutated, "mutated");
        assertEquals(BufferedImage.TYPE_INT_RGB, image.getType());
        assertTrue((long) image.getWidth() * image.getHeight() <= 1_000_000);
      } catch (UnreadableImageException e) {
        assertTrue(e.reason().startsWith("found "), e.reason());
      } catch (ImageMemoryException e) {
        assertTrue(String.valueOf(e.getReason()).contains("-Xmx"), e.getMessage());
      } catch (RuntimeException | Error e) {
        throw new AssertionError(format + ", mutation " + i, e);
      }
    }
  }

  /** Flips, overwrites, cuts, inserts or swaps; half of the time in the headers. */
  private static byte[] mutated(byte[] file, Random random) {
    if (file.length < 2) {
      return file;
    }
    byte[] changed = file.clone();
    int at = random.nextInt(random.nextBoolean() ? Math.min(file.length, 150) : file.length);
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1, 2 -> changed[at] = (byte) random.nextInt(256);
      case 3 -> changed = Arrays.copyOf(file, random.nextInt(file.length));
      case 4 -> {
        byte[] inserted = new byte[1 + random.nextInt(4)];
        random.nextBytes(inserted);
        changed = new byte[file.length + inserted.length];
        System.arraycopy(file, 0, changed, 0, at);
        System.arraycopy(inserted, 0, changed, at, inserted.length);
        System.arraycopy(file, at, changed, at + inserted.length, file.length - at);
      }
      default -> {
        int other = random.nextInt(file.length);
        changed[at] = file[other];
        changed[other] = file[at];
      }
    }
    return changed;
  }
}
