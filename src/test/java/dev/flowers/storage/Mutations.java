package dev.flowers.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Damages a file in thousands of ways, and has it read each time. */
public final class Mutations {
  private static final int COUNT = 10_000;

  private static final List<byte[]> TOKENS =
      List.of(
              "null",
              "true",
              "NaN",
              "-Infinity",
              "-1",
              "0",
              "1.5",
              "1e999",
              "-1e-999999999",
              "99999999999999999999",
              "2147483648",
              "007",
              "\"\"",
              "\"x\"",
              "\"1\"",
              "\\",
              "\"",
              "'",
              "[",
              "]",
              "{",
              "}",
              "{}",
              "[]",
              ",",
              ":",
              "[null]",
              "{\"a\":{\"a\":1,\"a\":2}}",
              "\"format\": 3,",
              "\"format\": 1,",
              "\"version\": 2,",
              "\\ud800",
              "/*",
              "#",
              "\n",
              "\u0000",
              "\ufeff",
              "\u2028",
              "[".repeat(5000),
              "{\"a\":".repeat(5000),
              "9".repeat(5000),
              "1e" + "9".repeat(5000))
          .stream()
          .map(token -> token.getBytes(UTF_8))
          .toList();

  private Mutations() {}

  /** Reads a file. */
  public interface Reading {
    /** Reads, and throws an IOException that names the file, or nothing. */
    void read() throws IOException;
  }

  /**
   * Fails unless each damaged file is read, or refused with an IOException.
   *
   * @param file a sound file
   * @param named what the message must have
   */
  public static void check(Path file, String named, Reading reading) throws IOException {
    reading.read();
    int[] refused = {0};
    each(
        file,
        () -> {
          try {
            reading.read();
          } catch (IOException e) {
            refused[0]++;
            String message = FileErrors.message(e);
            assertTrue(message.contains(named), message + " does not name " + named);
            assertTrue(
                message.contains("expected ")
                    || message.contains("…")
                    || message.contains("missing"),
                message);
            assertTrue(message.length() < 20_000, message);
          }
        });
    assertTrue(refused[0] > COUNT / 100, refused[0] + " of " + COUNT + " were refused");
  }

  /** Fails unless each damaged file is read, one way or the other. */
  public static void checkTolerated(Path file, Reading reading) throws IOException {
    each(file, reading);
  }

  private static void each(Path file, Reading reading) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(16);
    for (int i = 0; i < COUNT; i++) {
      byte[] damaged = sound;
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        damaged = damage(damaged, random);
      }
      Files.delete(file); // some file systems flush a file that is cut and written again
      Files.write(file, damaged);
      try {
        reading.read();
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
        fail("damaged file number " + i + ": " + new String(damaged, UTF_8), e);
      }
    }
    Files.write(file, sound);
  }

  private static byte[] damage(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(random.nextBoolean() ? 4 : 40));
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(bytes, 0, from);
    switch (random.nextInt(7)) {
      case 0 -> damaged.write(bytes, to, bytes.length - to); // left out
      case 1 -> damaged.write(bytes, 0, from / 2); // ends otherwise
      case 2 -> { // twice
        damaged.write(bytes, from, to - from);
        damaged.write(bytes, from, bytes.length - from);
      }
      case 3 -> { // another byte
        damaged.write(random.nextInt(256));
        damaged.write(bytes, to, bytes.length - to);
      }
      case 4 -> insert(token(random), bytes, from, damaged);
      default -> { // another value
        int colon = after(bytes, from, ": ,[");
        damaged.write(bytes, from, colon - from);
        damaged.writeBytes(token(random));
        int end = after(bytes, colon, ",\n]}");
        damaged.write(bytes, Math.max(colon, end - 1), bytes.length - Math.max(colon, end - 1));
      }
    }
    return damaged.toByteArray();
  }

  private static void insert(byte[] token, byte[] bytes, int from, ByteArrayOutputStream damaged) {
    damaged.writeBytes(token);
    damaged.write(bytes, from, bytes.length - from);
  }

  private static byte[] token(Random random) {
    return TOKENS.get(random.nextInt(TOKENS.size()));
  }

  private static int after(byte[] bytes, int from, String ends) {
    int at = from;
    while (at < bytes.length && ends.indexOf(bytes[at]) < 0) {
      at++;
    }
    return Math.min(bytes.length, at + 1);
  }
}
