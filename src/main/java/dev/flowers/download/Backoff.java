package dev.flowers.download;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: the wait before the next try doubles each time, less a random
 * part, so that many clients of one server do not come back all at once.
 */
final class Backoff {
  /** Lets time pass; a test lets it pass faster. */
  @FunctionalInterface
  interface Pause {
    void last(Duration duration) throws InterruptedException;
  }

  private final DownloadOptions options;
  private final RandomGenerator random;
  private final Pause pause;

  Backoff(DownloadOptions options, RandomGenerator random, Pause pause) {
    this.options = options;
    this.random = random;
    this.pause = pause;
  }

  /**
   * Waits.
   *
   * @param failures how many tries in a row brought nothing, from 1
   * @param atLeast what the server asks for, not above the longest delay
   */
  void await(int failures, Duration atLeast) throws InterruptedIOException {
    try {
      pause.last(delay(failures, atLeast));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("the download was interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private Duration delay(int failures, Duration atLeast) {
    Duration doubled = options.firstDelay().multipliedBy(1L << Math.min(failures - 1, 30));
    Duration capped =
        doubled.compareTo(options.longestDelay()) < 0 ? doubled : options.longestDelay();
    long half = capped.toMillis() / 2;
    Duration delay = capped.minusMillis(random.nextLong(half + 1));
    return delay.compareTo(atLeast) < 0 ? atLeast : delay;
  }
}
