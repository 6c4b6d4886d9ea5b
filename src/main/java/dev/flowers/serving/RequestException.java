package dev.flowers.serving;

/** A request that is refused, with HTTP's status code. */
final class RequestException extends Exception {
  private static final long serialVersionUID = 1;

  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TIMEOUT = 408;
  static final int TOO_LARGE = 413;
  static final int MISDIRECTED = 421;
  static final int TOO_MANY = 429;
  static final int FAILED = 500;
  static final int UNAVAILABLE = 503;
  static final int NO_ANSWER = 504;

  private final int status;

  RequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
