package dev.flowers.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
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
    "1234ftypheic1234, HEIC",
    "BM123456, a truncated BMP file of 8 bytes",
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
  @CsvSource({"jpeg", "png", "gif"})
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
    "gif,300,1"
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
