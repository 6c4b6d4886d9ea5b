package dev.flowers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A copy of a directory, for a test to change. */
public final class CopiedTree {
  private CopiedTree() {}

  /**
   * Copies a directory with all below it, and each file's time.
   *
   * @param to not there yet
   */
  public static void of(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
