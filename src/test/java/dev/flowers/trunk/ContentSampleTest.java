package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSampleTest {
  private static final int WHOLE = 64 << 16;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, WHOLE})
  void aSmallFileIsReadWhole(int size) throws IOException {
    byte[] bytes = random(size);
    String sample = sample(bytes);
    assertEquals(sample, sample(bytes));
    for (int at = 0; at < size; at += Math.max(1, size / 50)) {
      assertNotEquals(sample, changed(bytes, at));
    }
    assertNotEquals(sample, changed(bytes, size - 1));
  }

  @Test
  void aLargeFileIsReadFromItsFirstByteToItsLastWithGaps() throws IOException {
    byte[] bytes = random(3 * WHOLE);
    String sample = sample(bytes);
    assertNotEquals(sample, changed(bytes, 0));
    assertNotEquals(sample, changed(bytes, bytes.length - 1));
    // Stretches begin every (12 MiB − 64 KiB) / 63.
    int second = (bytes.length - (1 << 16)) / 63;
    assertEquals(sample, changed(bytes, second - 1));
    assertNotEquals(sample, changed(bytes, second));
    assertNotEquals(sample, changed(bytes, second + (1 << 16) - 1));
    assertEquals(sample, changed(bytes, second + (1 << 16)));
  }

  @Test
  void anEmptyFileHasASample() throws IOException {
    assertEquals("0000000000000000", sample(new byte[0]));
  }

  private String changed(byte[] bytes, int at) throws IOException {
    bytes[at] ^= 1;
    String sample = sample(bytes);
    bytes[at] ^= 1;
    return sample;
  }

  private String sample(byte[] bytes) throws IOException {
    return ContentSample.of(Files.write(directory.resolve("file"), bytes));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
