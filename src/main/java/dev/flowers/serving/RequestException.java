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
  private final int retryAfter;

  RequestException(int status, String message) {
    this(status, message, 0);
  }

  private RequestException(int status, String message, int retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /**
   * A request beyond what is taken at once.
   *
   * @param retryAfter the seconds after which a place may be free
   */
  static RequestException tooMany(String message, int retryAfter) {
    return new RequestException(TOO_MANY, message, retryAfter);
  }

  /** The seconds after which the request may be tried again; 0 if that is not known. */
  int retryAfter() {
    return retryAfter;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
