package dev.flowers.trunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file that a trunk was made from, as it was when it was read.
 *
 * @param name without its directory
 * @param size in bytes
 * @param modified when it was last written
 * @param sample a checksum of some of its content
 */
public record TrunkSource(String name, long size, Instant modified, String sample) {
  /**
   * Looks at a file.
   *
   * @throws IOException when it is not there
   */
  public static TrunkSource of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new TrunkSource(
        String.valueOf(file.getFileName()),
        attributes.size(),
        attributes.lastModifiedTime().toInstant(),
        ContentSample.of(file));
  }

  /**
   * Whether both are, by size, time and sample, the same file; it may have been moved or renamed.
   */
  public boolean sameContentAs(TrunkSource other) {
    return size == other.size && modified.equals(other.modified) && sample.equals(other.sample);
  }
}
