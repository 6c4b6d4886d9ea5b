package dev.flowers.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
  /** The example of one block in FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final byte[] BYTES = "abc".getBytes(US_ASCII);

  @Test
  void hashesBytesHoweverTheyCome(@TempDir Path directory) throws IOException {
    assertEquals(ABC, new Sha256().update(BYTES).hex());
    ByteBuffer buffer = ByteBuffer.wrap(BYTES);
    assertEquals(ABC, new Sha256().update(buffer).hex());
    assertEquals(3, buffer.remaining());
    assertEquals(ABC, new Sha256().update("abcd".getBytes(US_ASCII), 3).hex());
    assertEquals(ABC, Sha256.of(Files.write(directory.resolve("abc"), BYTES)));
    assertEquals(Sha256.BYTES, new Sha256().digest().length);
  }

  @Test
  void beginsAnewAfterTheDigestOrAReset() {
    Sha256 sha256 = new Sha256().update(BYTES);
    assertEquals(ABC, sha256.hex());
    assertEquals(ABC, sha256.update(BYTES).hex());
    sha256.update(BYTES).reset();
    assertEquals(ABC, sha256.update(BYTES).hex());
  }

  @Test
  void namesAFileThatCannotBeRead(@TempDir Path directory) {
    Path missing = directory.resolve("missing");
    assertEquals(
        missing.toString(),
        assertThrows(NoSuchFileException.class, () -> Sha256.of(missing)).getFile());
    IOException e = assertThrows(IOException.class, () -> Sha256.of(directory));
    assertEquals(
        directory + ": ", FileErrors.message(e).substring(0, directory.toString().length() + 2));
  }
}
