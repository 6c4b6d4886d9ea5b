package dev.flowers.storage;

/** A feature was used whose optional dependency is not on the class path; the message names it. */
public final class MissingDependencyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingDependencyException(String message) {
    super(message);
  }
}
