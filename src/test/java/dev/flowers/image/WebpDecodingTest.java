package dev.flowers.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebpDecodingTest {

  @Test
  void everyKindIsDecodedAsLibwebpDoes() throws Exception {
    byte[] expected = WebpBytes.resource("webp_pictures.rgb");
    int at = 0;
    for (String name : WebpBytes.NAMES) {
      BufferedImage image = decode(WebpBytes.named(name));
      long sum = 0;
      int most = 0;
      for (int rgb : RgbImages.pixels(image)) {
        int should =
            (expected[at] & 0xFF) << 16
                | (expected[at + 1] & 0xFF) << 8
                | (expected[at + 2] & 0xFF);
        at += 3;
        int distance = Pictures.distance(rgb, should);
        sum += distance;
        most = Math.max(most, distance);
      }
      // Lossy chroma has half the rows and columns; libwebp interpolates it, the codec repeats it.
      boolean smooth = name.equals("lossy") || name.equals("lossy_filtered");
      assertTrue(most <= (smooth ? 16 : 0), name + ": " + most);
      assertTrue(sum <= 4L * image.getWidth() * image.getHeight(), name + ": " + sum);
    }
    assertEquals(expected.length, at);
  }

  @Test
  void aPictureThatIsTurnedChangesItsSides() throws Exception {
    BufferedImage turned = decode(WebpBytes.named("lossless_turned"));
    assertEquals(11, turned.getWidth());
    assertEquals(13, turned.getHeight());
  }

  @Test
  void dataThatEndEarlyAreRefusedThoughTheirContainerIsWhole() {
    byte[] whole = WebpBytes.named("lossless");
    byte[] body = Arrays.copyOfRange(whole, 20, whole.length);
    for (int length = 5; length < body.length - 2; length++) {
      byte[] cut = lossless(Arrays.copyOf(body, length));
      assertThrows(UnreadableImageException.class, () -> decode(cut), length + " bytes");
    }
  }

  @Test
  void aPictureThatAsksForManyTablesIsRefusedAtOnce() {
    // Its only meta code is 65,535: as many groups of tables and one should follow.
    String oneSymbol = "1" + "0" + "1" + "1".repeat(8);
    String noSymbol = "1" + "0" + "0" + "0";
    String bits = "0" + "0" + "1" + "000" + "0" + oneSymbol.repeat(2) + noSymbol.repeat(3);
    byte[] body = new byte[5 + (bits.length() + 7) / 8];
    body[0] = 0x2F;
    for (int i = 0; i < bits.length(); i++) {
      body[5 + i / 8] |= (byte) ((bits.charAt(i) - '0') << (i % 8));
    }
    var e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> assertThrows(UnreadableImageException.class, () -> decode(lossless(body))));
    assertTrue(e.reason().contains("the data end before the last pixel"), e.reason());
  }

  @Test
  void aPictureOfAnotherSizeThanItsCanvasIsRefused() {
    byte[] webp = WebpBytes.named("lossless_turned");
    webp[24]++;
    var e = assertThrows(UnreadableImageException.class, () -> decode(webp));
    assertTrue(e.reason().contains("13×11"), e.reason());
  }

  @Test
  void itIsFoundWhateverClassLoaderTheThreadHas() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      assertEquals(13, decode(WebpBytes.named("lossless")).getWidth());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static byte[] lossless(byte[] body) {
    int padded = body.length + body.length % 2;
    return ByteBuffer.allocate(20 + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(US_ASCII))
        .putInt(12 + padded)
        .put("WEBPVP8L".getBytes(US_ASCII))
        .putInt(body.length)
        .put(body)
        .array();
  }

  private static BufferedImage decode(byte[] webp) throws IOException {
    return ImageDecoder.withDefaults().decode(webp, "test.webp");
  }
}
