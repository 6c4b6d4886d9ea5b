package dev.flowers.zoo;

import java.io.IOException;

/** A model was asked for that is not there; the message says which command makes it. */
public final class ModelUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  ModelUnavailableException(String message) {
    super(message);
  }
}
