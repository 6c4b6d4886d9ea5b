package dev.flowers.storage;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file's content is not what it should be; the message has the file, found and expected. */
public final class MalformedFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param problem as in {@code found 3 columns, expected 4}
   */
  public MalformedFileException(Path file, String problem) {
    super(file.toString(), null, problem);
  }

  /** The same, with what told of it. */
  public MalformedFileException(Path file, String problem, Throwable cause) {
    this(file, problem);
    initCause(cause);
  }
}
