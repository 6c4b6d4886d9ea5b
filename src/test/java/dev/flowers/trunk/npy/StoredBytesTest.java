package dev.flowers.trunk.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StoredBytesTest {
  /** More than the windows in which a file is read, and no multiple of the places noted. */
  private static final int SIZE = 300_001;

  @ParameterizedTest
  @EnumSource
  void everyStretchIsRead(Coding coding) throws IOException {
    SplittableRandom random = new SplittableRandom(16);
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    String text = encoded(bytes, coding);
    Span span = new Span(5, text.length(), coding);
    StoredBytes stored = StoredBytes.of(BytesChannel.of("start" + text + "end"), span);
    assertEquals(SIZE, stored.size());
    for (int i = 0; i < 300; i++) {
      int start = random.nextInt(SIZE);
      int length = random.nextInt(Math.min(SIZE - start, i % 2 == 0 ? 20 : SIZE) + 1);
      ByteBuffer target = ByteBuffer.allocate(length);
      stored.read(start, target);
      assertArrayEquals(Arrays.copyOfRange(bytes, start, start + length), target.array());
    }
    ByteBuffer tooMany = ByteBuffer.allocate(2);
    assertThrows(IndexOutOfBoundsException.class, () -> stored.read(SIZE - 1, tooMany));
    assertThrows(IndexOutOfBoundsException.class, () -> stored.read(-1, tooMany));
  }

  @Test
  void noBytesAreNone() throws IOException {
    for (Coding coding : Coding.values()) {
      StoredBytes stored = StoredBytes.of(BytesChannel.of("abc"), new Span(3, 0, coding));
      assertEquals(0, stored.size());
      stored.read(0, ByteBuffer.allocate(0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UTF_8, \u00c4\u0080", // U+0100
    "UTF_8, \u00e2\u0082\u00ac", // the euro sign
    "UTF_8, \u00c1\u0081", // an A in two bytes
    "UTF_8, \u00c3", // half a character
    "UTF_8, \u00c3A",
    "UTF_8, \u0080",
    "RAW_UNICODE_ESCAPE, \\u0100",
    "RAW_UNICODE_ESCAPE, \\u00f",
    "RAW_UNICODE_ESCAPE, \\x41",
    "RAW_UNICODE_ESCAPE, \\",
    "STRING_ESCAPE, \\x4",
    "STRING_ESCAPE, \\u0041",
    "STRING_ESCAPE, \\"
  })
  void textThatStandsForNoBytesIsRefused(Coding coding, String text) {
    String content = "x".repeat(70_000) + text;
    MalformedNpyException e =
        assertThrows(
            MalformedNpyException.class,
            () -> StoredBytes.of(BytesChannel.of(content), new Span(0, content.length(), coding)));
    assertEquals(70_000, e.offset());
    assertTrue(String.valueOf(e.getMessage()).contains(" where text stands for bytes, expected "));
  }

  private static String encoded(byte[] bytes, Coding coding) {
    String latin1 = new String(bytes, StandardCharsets.ISO_8859_1);
    if (coding == Coding.PLAIN) {
      return latin1;
    }
    if (coding == Coding.UTF_8) {
      return new String(latin1.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      if (coding == Coding.STRING_ESCAPE) {
        switch (c) {
          case '\\', '\'' -> text.append('\\').append(c);
          case '\n' -> text.append("\\n");
          default ->
              text.append(
                  c >= ' ' && c < 0x7f ? c : String.format(Locale.ROOT, "\\x%02x", (int) c));
        }
      } else {
        boolean escaped = c == '\\' || c == '\n' || c % 16 == 0;
        text.append(
            escaped ? String.format(Locale.ROOT, c % 32 == 0 ? "\\U%08x" : "\\u%04x", (int) c) : c);
      }
    }
    return text.toString();
  }
}
