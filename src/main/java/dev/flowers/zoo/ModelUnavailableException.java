package dev.flowers.zoo;

import dev.flowers.storage.InvalidInputException;

/** A model was asked for that is not there; the message says which command makes it. */
public final class ModelUnavailableException extends InvalidInputException {
  private static final long serialVersionUID = 1;

  ModelUnavailableException(String message) {
    super(message);
  }
}
