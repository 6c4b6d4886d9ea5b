package dev.flowers.storage;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file is not damaged, but of another format version, or from an interrupted replacement. */
public final class StaleFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param problem as in {@code found format 3, expected 2}
   */
  public StaleFileException(Path file, String problem) {
    super(file.toString(), null, problem);
  }
}
