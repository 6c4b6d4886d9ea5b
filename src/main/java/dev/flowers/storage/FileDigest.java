package dev.flowers.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a whole file. */
public final class FileDigest {
  private FileDigest() {}

  /**
   * The MD5 of a file's bytes, as 32 lower-case hexadecimal digits: for files of which no better
   * checksum is published.
   *
   * @throws IOException if it cannot be read; the message names it
   */
  public static String md5(Path file) throws IOException {
    try {
      return hex(file, MessageDigest.getInstance("MD5"));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }

  static String hex(Path file, MessageDigest digest) throws IOException {
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
