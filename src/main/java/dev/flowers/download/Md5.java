package dev.flowers.download;

import dev.flowers.storage.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The MD5 of a file, for files of which no better checksum is published. */
final class Md5 {
  private Md5() {}

  /**
   * Of a file's bytes, as 32 lower-case hexadecimal digits.
   *
   * @throws IOException if it cannot be read; the message names it
   */
  static String of(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
