package dev.flowers.spark;

/** What an executor cannot work with. The driver shows the message without Spark's own ones. */
final class ExecutorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExecutorException(String message) {
    super(message);
  }

  ExecutorException(String message, Throwable cause) {
    super(message, cause);
  }
}
