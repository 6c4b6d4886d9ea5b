package dev.flowers.download;

import java.time.Duration;

/**
 * The time-outs and retries of a download. {@link #standard()} is right for files of hundreds of
 * megabytes on an ordinary line.
 *
 * @param connectTimeout how long to wait for a connection
 * @param stallTimeout how long to wait for the next byte
 * @param retries how often in a row to try again when a try brought no new byte
 * @param firstDelay the wait before the first such retry; each further one doubles it
 * @param longestDelay the longest wait, also when the server asks for one by {@code Retry-After}
 */
record DownloadOptions(
    Duration connectTimeout,
    Duration stallTimeout,
    int retries,
    Duration firstDelay,
    Duration longestDelay) {

  /**
   * Checks all.
   *
   * @throws IllegalArgumentException if a time-out is not between a millisecond and a day, the
   *     retries are below 0, or the delays are not 0 ≤ first ≤ longest ≤ a day
   */
  public DownloadOptions {
    requireTimeout("connectTimeout", connectTimeout);
    requireTimeout("stallTimeout", stallTimeout);
    if (retries < 0) {
      throw new IllegalArgumentException("retries: found " + retries + ", expected 0 or more");
    }
    if (firstDelay.isNegative()
        || firstDelay.compareTo(longestDelay) > 0
        || longestDelay.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "delays: found "
              + firstDelay
              + " and "
              + longestDelay
              + ", expected 0 ≤ first ≤ longest ≤ a day");
    }
  }

  /** Ten seconds to connect, thirty for the next byte; five retries, after 1 s to 2 min. */
  public static DownloadOptions standard() {
    return new DownloadOptions(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        5,
        Duration.ofSeconds(1),
        Duration.ofMinutes(2));
  }

  private static void requireTimeout(String name, Duration timeout) {
    // 0 would mean to wait for ever, and sockets count milliseconds in an int.
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          name + ": found " + timeout + ", expected a millisecond to a day");
    }
  }
}
