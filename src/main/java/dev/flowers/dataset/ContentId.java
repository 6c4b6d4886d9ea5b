package dev.flowers.dataset;

import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** Identifies a photo by its content, whatever the file's name and directory. */
public final class ContentId {
  private ContentId() {}

  /**
   * SHA-256 of the file's bytes.
   *
   * @return 64 lower-case hexadecimal digits
   * @throws IOException if the file cannot be read
   */
  public static String of(Path file) throws IOException {
    return Sha256.of(file);
  }
}
