package dev.flowers.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GifDecodingTest {

  @Test
  void theFirstFrameOfAnAnimationIsTaken() throws Exception {
    BufferedImage red = Pictures.painted(6, 4, (x, y) -> 0xFF0000);
    BufferedImage blue = Pictures.painted(6, 4, (x, y) -> 0x0000FF);
    BufferedImage decoded = decode(ImageBytes.animatedGif(red, blue));
    assertEquals(6, decoded.getWidth());
    assertEquals(0xFF0000, Pictures.rgb(decoded, 5, 3));
  }

  @Test
  void aFrameLiesAtItsPlaceOnAWhiteScreen() throws Exception {
    byte[] gif = ImageBytes.encoded(Pictures.painted(3, 2, (x, y) -> 0xFF0000), "gif");
    gif[6] = 10;
    gif[8] = 7;
    gif[frameAt(gif) + 1] = 4;
    gif[frameAt(gif) + 3] = 5;
    BufferedImage decoded = decode(gif);
    assertEquals(10, decoded.getWidth());
    assertEquals(7, decoded.getHeight());
    for (int y = 0; y < 7; y++) {
      for (int x = 0; x < 10; x++) {
        boolean inside = x >= 4 && x < 7 && y >= 5;
        assertEquals(inside ? 0xFF0000 : 0xFFFFFF, Pictures.rgb(decoded, x, y), x + "," + y);
      }
    }
  }

  @Test
  void transparentPixelsBecomeWhite() throws Exception {
    byte[] levels = {0, 0};
    byte[] blue = {0, (byte) 255};
    IndexColorModel palette = new IndexColorModel(1, 2, levels, levels, blue, 0);
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(3, 3, 0, 1);
    BufferedImage decoded = decode(ImageBytes.encoded(image, "gif"));
    assertEquals(0xFFFFFF, Pictures.rgb(decoded, 0, 0));
    assertEquals(0x0000FF, Pictures.rgb(decoded, 3, 3));
  }

  @ParameterizedTest
  @CsvSource({"7,5,2", "61,47,16", "300,200,256", "300,200,3"})
  void everyPixelIsDecodedInterlacedOrNot(int width, int height, int colours) throws Exception {
    // Noise of 60,000 pixels fills the code table several times.
    BufferedImage noise = Pictures.noise(width, height);
    byte[] levels = new byte[colours];
    for (int i = 0; i < colours; i++) {
      levels[i] = (byte) (i * 255 / (colours - 1));
    }
    IndexColorModel palette = new IndexColorModel(8, colours, levels, levels, levels);
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, (noise.getRGB(x, y) & 0xFF) % colours);
      }
    }
    int[] expected = RgbImages.pixels(RgbImages.of(image));
    assertArrayEquals(expected, RgbImages.pixels(decode(ImageBytes.gif(image, true))));
    assertArrayEquals(expected, RgbImages.pixels(decode(ImageBytes.gif(image, false))));
  }

  @Test
  void pixelsMissingFromTheDataAreDamage() {
    byte[] gif = ImageBytes.encoded(Pictures.painted(40, 30, (x, y) -> x * y), "gif");
    // The frame is said to have more rows than its data.
    gif[frameAt(gif) + 7] = 99;
    var e = assertThrows(UnreadableImageException.class, () -> decode(gif));
    assertTrue(e.reason().contains("1200 pixels can be decoded"), e.reason());
  }

  @Test
  void whatFollowsTheFirstFrameMayBeOddOrMissing() throws Exception {
    BufferedImage picture = Pictures.painted(6, 4, (x, y) -> 0xFF0000);
    byte[] gif = ImageBytes.encoded(picture, "gif");
    int[] expected = RgbImages.pixels(picture);
    byte[] untrailed = Arrays.copyOf(gif, gif.length - 1);
    byte[][] tails = {
      {},
      {0, 0, 0x3B},
      {0x3B, 1, 2, 3},
      {(byte) 0x99, 7},
      {0x21, (byte) 0xFE, 9, 'c', 'u', 't'},
      {0x2C}
    };
    for (byte[] tail : tails) {
      byte[] odd = Arrays.copyOf(untrailed, untrailed.length + tail.length);
      System.arraycopy(tail, 0, odd, untrailed.length, tail.length);
      assertArrayEquals(expected, RgbImages.pixels(decode(odd)), Arrays.toString(tail));
    }
    byte[] animated = ImageBytes.animatedGif(picture, Pictures.noise(6, 4));
    assertArrayEquals(
        expected, RgbImages.pixels(decode(Arrays.copyOf(animated, animated.length - 20))));
  }

  @Test
  void aBlockMayBeEndedTwice() throws Exception {
    BufferedImage picture = Pictures.painted(6, 4, (x, y) -> 0xFF0000);
    byte[] gif = ImageBytes.encoded(picture, "gif");
    int at = frameAt(gif);
    byte[] odd = new byte[gif.length + 1];
    System.arraycopy(gif, 0, odd, 0, at);
    System.arraycopy(gif, at, odd, at + 1, gif.length - at);
    assertArrayEquals(RgbImages.pixels(picture), RgbImages.pixels(decode(odd)));
  }

  @Test
  void aFileWithoutAFrameIsRefused() {
    byte[] gif = {'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0, 0, 0, 0x3B};
    var e = assertThrows(UnreadableImageException.class, () -> decode(gif));
    assertTrue(e.reason().contains("no frame"), e.getMessage());
  }

  /** Where the first image descriptor is: behind the screen's colours and one extension at most. */
  private static int frameAt(byte[] gif) {
    int at = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
    while (gif[at] != 0x2C) {
      assertEquals(0x21, gif[at]);
      at += 3 + gif[at + 2] + 1;
    }
    return at;
  }

  private static BufferedImage decode(byte[] gif) throws IOException {
    return ImageDecoder.withDefaults().decode(gif, "test.gif");
  }
}
