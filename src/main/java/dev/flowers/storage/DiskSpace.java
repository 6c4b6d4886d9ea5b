package dev.flowers.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the free disk space before a large file is written. */
public final class DiskSpace {
  private DiskSpace() {}

  /**
   * Compares what is needed with what is free.
   *
   * @param place a file or a directory that is there, on the disk that will be written
   * @param bytes that will be written
   * @throws FileSystemException if fewer are free; the message has both figures
   */
  public static void require(Path place, long bytes) throws IOException {
    require(place, bytes, Files.getFileStore(place).getUsableSpace());
  }

  static void require(Path place, long bytes, long free) throws FileSystemException {
    // Some network file systems say 0 and mean that they do not know.
    if (free > 0 && free < bytes) {
      throw new FileSystemException(
          place.toString(),
          null,
          "found "
              + free / 1_000_000
              + " MB free on this disk, expected at least "
              + (bytes / 1_000_000 + 1)
              + " MB");
    }
  }
}
