package dev.flowers.storage;

import java.io.IOException;

/**
 * What the caller gave cannot be used: a folder, a file or an option. The message names it, what
 * was found and what was expected. Nothing was lost, and the same call fails again until the input
 * is mended.
 */
public class InvalidInputException extends IOException {
  private static final long serialVersionUID = 1;

  /** An error whose message says {@code X: found A, expected B}. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** The same, for input that something else refused. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
