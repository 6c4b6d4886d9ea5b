package dev.flowers.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A photo's file, and what shows without reading it whether it has changed.
 *
 * @param path absolute
 * @param length in bytes
 * @param modified when it was last written, in milliseconds from 1970
 */
public record PhotoFile(String path, long length, long modified) {
  /**
   * Looks at a file.
   *
   * @throws IOException if it is not there, or cannot be looked at
   */
  public static PhotoFile of(Path file) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new PhotoFile(
        file.toAbsolutePath().normalize().toString(),
        found.size(),
        found.lastModifiedTime().toMillis());
  }
}
