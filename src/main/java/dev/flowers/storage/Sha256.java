package dev.flowers.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of bytes as they come. Not for several threads. */
public final class Sha256 {
  /** How many bytes a digest has. */
  public static final int BYTES = 32;

  private final MessageDigest digest;

  /** Of no bytes yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * The SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits.
   *
   * @throws IOException if it cannot be read; the message names it
   */
  public static String of(Path file) throws IOException {
    return FileDigest.hex(file, new Sha256().digest);
  }

  /** Adds bytes. */
  public Sha256 update(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds the first {@code count} bytes. */
  public Sha256 update(byte[] bytes, int count) {
    digest.update(bytes, 0, count);
    return this;
  }

  /** Adds what remains in a buffer, whose position stays. */
  public Sha256 update(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
    return this;
  }

  /** The digest, {@value #BYTES} bytes; what is added after it is counted anew. */
  public byte[] digest() {
    return digest.digest();
  }

  /** The digest as 64 lower-case hexadecimal digits; what is added after it is counted anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest());
  }

  /** Forgets all bytes. */
  public void reset() {
    digest.reset();
  }
}
