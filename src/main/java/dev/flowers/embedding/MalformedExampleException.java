package dev.flowers.embedding;

import java.io.IOException;

/** The bytes of a record are no tf.Example of an embedding. The caller adds which record it is. */
final class MalformedExampleException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String found;
  private final String expected;

  MalformedExampleException(String found, String expected) {
    super("found " + found + ", expected " + expected);
    this.found = found;
    this.expected = expected;
  }

  String found() {
    return found;
  }

  String expected() {
    return expected;
  }
}
