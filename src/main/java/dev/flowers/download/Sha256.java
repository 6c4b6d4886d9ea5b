package dev.flowers.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of bytes as they come. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String of(Path file) throws IOException {
    Sha256 sha256 = new Sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha256.update(buffer, count);
      }
    }
    return sha256.take();
  }

  void update(byte[] bytes, int count) {
    digest.update(bytes, 0, count);
  }

  /** The lower-case hexadecimal digits; what comes after is counted anew. */
  String take() {
    return HexFormat.of().formatHex(digest.digest());
  }

  void reset() {
    digest.reset();
  }
}
