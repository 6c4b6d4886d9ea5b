package dev.flowers.download;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One failed try to download a file, and whether a retry may help. */
final class FetchAttemptException extends IOException {
  private static final long serialVersionUID = 1;

  /** What to make of it. */
  enum Kind {
    /** The next try may succeed. */
    PASSING,
    /** Nobody was there. Before the first answer this mostly means: no network. */
    UNREACHABLE,
    /** The next try would meet the same. */
    LASTING
  }

  private final Kind kind;
  private final Duration retryAfter;

  private FetchAttemptException(
      Kind kind, String message, Duration retryAfter, @Nullable IOException cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  static FetchAttemptException passing(String message) {
    return new FetchAttemptException(Kind.PASSING, message, Duration.ZERO, null);
  }

  static FetchAttemptException passing(String message, IOException cause) {
    return new FetchAttemptException(Kind.PASSING, message, Duration.ZERO, cause);
  }

  /** The server asks to be left alone for a while. */
  static FetchAttemptException passing(String message, Duration retryAfter) {
    return new FetchAttemptException(Kind.PASSING, message, retryAfter, null);
  }

  static FetchAttemptException unreachable(String message, IOException cause) {
    return new FetchAttemptException(Kind.UNREACHABLE, message, Duration.ZERO, cause);
  }

  static FetchAttemptException lasting(String message) {
    return new FetchAttemptException(Kind.LASTING, message, Duration.ZERO, null);
  }

  static FetchAttemptException lasting(String message, IOException cause) {
    return new FetchAttemptException(Kind.LASTING, message, Duration.ZERO, cause);
  }

  Kind kind() {
    return kind;
  }

  /** How long the server asks to wait; 0 if it does not. */
  Duration retryAfter() {
    return retryAfter;
  }
}
