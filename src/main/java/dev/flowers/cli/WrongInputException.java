package dev.flowers.cli;

import java.io.IOException;

/** What the user gave does not do; the message says what was expected. */
final class WrongInputException extends IOException {
  private static final long serialVersionUID = 1;

  WrongInputException(String message) {
    super(message);
  }
}
