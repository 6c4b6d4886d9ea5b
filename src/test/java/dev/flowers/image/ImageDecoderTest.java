package dev.flowers.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDecoderTest {

  private static final ImageDecoder DECODER = ImageDecoder.withDefaults();

  @TempDir Path folder;

  @Test
  void aFileIsDecodedWhateverItsNameEndsWith() throws Exception {
    Path file = folder.resolve("really-a-png.jpg");
    BufferedImage noise = Pictures.noise(5, 4);
    Files.write(file, ImageBytes.encoded(noise, "png"));
    assertArrayEquals(RgbImages.pixels(noise), RgbImages.pixels(DECODER.decode(file)));
  }

  @Test
  void aMissingFileIsNotAnUnreadableImage() {
    assertThrows(NoSuchFileException.class, () -> DECODER.decode(folder.resolve("none.jpg")));
  }

  @Test
  void aPageSavedAsJpgIsNamedAsSuch() throws Exception {
    Path file = folder.resolve("page.jpg");
    Files.writeString(file, "\n<!DOCTYPE html><html>Not found</html>");
    var e = assertThrows(UnreadableImageException.class, () -> DECODER.decode(file));
    assertEquals(
        "found HTML or XML text, expected a JPEG, PNG, GIF, BMP, TIFF or WebP image", e.reason());
    assertEquals(file + ": " + e.reason(), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'', an empty file",
    "RIFF1234WEBPVP8 , a truncated WebP file of 15 bytes",
    "BM123456, a truncated BMP file of 8 bytes",
    "1234ftypheic1234, a HEIC image",
    "1234ftypmif11234mif1heic, a HEIC image",
    "1234ftypavif1234, an AVIF image",
    "1234ftypmif11234mif1avif, an AVIF image",
    "1234ftypisom1234, a video",
    "1234ftypcrx 1234, a camera raw file",
    "8BPS1234, a Photoshop document",
    "%PDF-1.7, a PDF document",
    "'version https://git-lfs.github.com/spec/v1', a Git LFS pointer",
    "/annex/objects/SHA256E-s1, a git-annex pointer",
    "hello, 68 65 6c 6c 6f",
    "GIF, 47 49 46"
  })
  void otherBytesAreDescribed(String bytes, String found) {
    var e =
        assertThrows(
            UnreadableImageException.class, () -> DECODER.decode(bytes.getBytes(UTF_8), "a.jpg"));
    assertTrue(e.reason().contains(found), e.getMessage());
  }

  @Test
  void aFormatThatIsNotReadIsNamedWithWhatToDo() {
    assertRefused(
        new byte[] {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, (byte) 0x87, 10},
        "found a JPEG 2000 image, expected a JPEG, PNG, GIF, BMP, TIFF or WebP image;"
            + " convert it to JPEG");
    assertRefused(
        new byte[] {(byte) 0xFF, 0x4F, (byte) 0xFF, 0x51, 0, 47},
        "found a JPEG 2000 image, expected a JPEG, PNG, GIF, BMP, TIFF or WebP image;"
            + " convert it to JPEG");
    for (byte[] jxl :
        new byte[][] {
          {(byte) 0xFF, 0x0A, 1},
          {0, 0, 0, 12, 'J', 'X', 'L', ' ', 13, 10, (byte) 0x87, 10}
        }) {
      assertRefused(
          jxl,
          "found a JPEG XL image, expected a JPEG, PNG, GIF, BMP, TIFF or WebP image;"
              + " convert it to JPEG");
    }
    assertRefused(
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n".getBytes(UTF_8),
        "found a Git LFS pointer in the photo's place,"
            + " expected a JPEG, PNG, GIF, BMP, TIFF or WebP image;"
            + " run 'git lfs pull' to fetch the photo");
  }

  private static void assertRefused(byte[] bytes, String reason) {
    var e = assertThrows(UnreadableImageException.class, () -> DECODER.decode(bytes, "a.jpg"));
    assertEquals(reason, e.reason());
  }

  @Test
  void aStreamIsReadOnceAndNotClosed() throws Exception {
    BufferedImage noise = Pictures.noise(300, 200);
    byte[] png = ImageBytes.encoded(noise, "png");
    assertTrue(png.length > 1 << 17, "more than one buffer");
    // As a pipe does: a few bytes at a time, and no other method answers.
    InputStream pipe =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return at == png.length ? -1 : png[at++] & 0xFF;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            int count = Math.min(Math.min(length, 1000), png.length - at);
            System.arraycopy(png, at, bytes, from, count);
            at += count;
            return count == 0 ? -1 : count;
          }

          @Override
          public void close() {
            throw new IllegalStateException("not ours to close");
          }
        };
    assertArrayEquals(RgbImages.pixels(noise), RgbImages.pixels(DECODER.decode(pipe, "stream")));
  }

  @Test
  void aStreamThatIsNoImageIsNotReadOn() {
    InputStream endless =
        new InputStream() {
          private int count;

          @Override
          public int read() {
            assertTrue(count++ < 100, "reads on");
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            for (int i = 0; i < length; i++) {
              bytes[from + i] = (byte) read();
            }
            return length;
          }
        };
    assertThrows(UnreadableImageException.class, () -> DECODER.decode(endless, "stream"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsReadAsAFile() throws Exception {
    Path pipe = folder.resolve("pipe.jpg");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    byte[] png = ImageBytes.encoded(Pictures.noise(300, 200), "png");
    Thread writer = new Thread(() -> assertDoesNotThrow(() -> Files.write(pipe, png)));
    writer.setDaemon(true);
    writer.start();
    BufferedImage image =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> DECODER.decode(pipe));
    assertEquals(300, image.getWidth());
  }

  @Test
  void anImageOverTheLimitIsRefusedBeforeItIsDecoded() {
    // A header of 50,000 × 50,000 and no pixels at all: decoding it would fail otherwise.
    byte[] png = new PngBytes(50_000, 50_000, 8, PngBytes.GREY).rows();
    var e = assertThrows(UnreadableImageException.class, () -> DECODER.decode(png, "bomb.png"));
    assertEquals(
        "bomb.png: found an image of 50000×50000 = 2500000000 pixels,"
            + " expected at most 100000000 pixels",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"jpeg", "png", "gif", "bmp", "tiff"})
  void theLimitItselfIsAllowed(String format) throws Exception {
    byte[] image = ImageBytes.encoded(Pictures.noise(20, 10), format);
    assertEquals(20, ImageDecoder.limitedTo(200).decode(image, "a").getWidth());
    assertThrows(
        UnreadableImageException.class, () -> ImageDecoder.limitedTo(199).decode(image, "a"));
  }

  @Test
  void aLimitOfZeroIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ImageDecoder.limitedTo(0));
  }

  @Test
  void anImageTooLargeForTheMemoryIsNamedAndTheNextOneIsDecoded() throws Exception {
    int width = 65_000;
    int height = (int) (Runtime.getRuntime().maxMemory() / width / Integer.BYTES) + 1;
    Assumptions.assumeTrue(height < 5_000, "a picture that this test can make");
    // One bit a pixel, all black: some kilobytes.
    byte[] png =
        new PngBytes(width, height, 1, PngBytes.GREY).rows(new int[height * (1 + width / 8)]);
    Path file = Files.write(folder.resolve("poster.png"), png);
    ImageDecoder decoder = ImageDecoder.limitedTo(Long.MAX_VALUE);
    var e = assertThrows(ImageMemoryException.class, () -> decoder.decode(file));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + ": found an image of " + width + "×" + height), message);
    assertTrue(message.contains("-Xmx"), message);
    assertEquals(
        5, decoder.decode(ImageBytes.encoded(Pictures.noise(5, 4), "png"), "a").getWidth());
  }

  @Test
  void anImageTooLargeForAnArrayIsRefusedWithoutALimitToo() {
    byte[] png = new PngBytes(65_000, 65_000, 8, PngBytes.GREY).rows();
    assertThrows(
        UnreadableImageException.class,
        () -> ImageDecoder.limitedTo(Long.MAX_VALUE).decode(png, "bomb.png"));
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg,1,1",
    "jpeg,1,300",
    "jpeg,300,1",
    "png,1,1",
    "png,1,300",
    "gif,1,1",
    "gif,300,1",
    "bmp,1,300",
    "bmp,300,1",
    "tiff,1,300",
    "tiff,300,1"
  })
  void theSmallestSizesAreDecoded(String format, int width, int height) throws Exception {
    byte[] bytes = ImageBytes.encoded(Pictures.painted(width, height, (x, y) -> 0xFFFFFF), format);
    BufferedImage image = DECODER.decode(bytes, "small." + format);
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
    assertTrue(Pictures.distance(0xFFFFFF, image.getRGB(width - 1, height - 1)) <= 2);
  }

  @Test
  void oneDecoderServesManyThreads() throws Exception {
    byte[] bytes = ImageBytes.encoded(Pictures.noise(64, 48), "jpeg");
    int[] expected = RgbImages.pixels(DECODER.decode(bytes, "noise.jpg"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<BufferedImage>> images =
          IntStream.range(0, 100)
              .mapToObj(i -> threads.submit(() -> DECODER.decode(bytes, "noise.jpg")))
              .toList();
      for (Future<BufferedImage> image : images) {
        assertArrayEquals(expected, RgbImages.pixels(image.get()));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
