package dev.flowers.embedding;

import java.io.IOException;

/** A file is not damaged, but of another format version, or from an interrupted replacement. */
final class StaleFileException extends IOException {
  private static final long serialVersionUID = 1L;

  StaleFileException(String message) {
    super(message);
  }
}
