package dev.flowers.cli;

import java.io.IOException;
import java.util.Locale;

/**
 * Standard output cannot be written. Unchecked, because {@code PrintStream} would swallow an {@code
 * IOException} and the command would go on without output.
 */
final class OutputStreamException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutputStreamException(IOException cause) {
    super("standard output: " + cause.getMessage(), cause);
  }

  /** Whether the reader has had enough, as {@code head} has: no error worth a message. */
  boolean isClosedPipe() {
    String message = String.valueOf(getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("pipe");
  }
}
