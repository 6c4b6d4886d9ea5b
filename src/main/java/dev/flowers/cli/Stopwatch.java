package dev.flowers.cli;

import java.util.Locale;

/** Time since it was made. */
final class Stopwatch {
  private final long start = System.nanoTime();

  /** The time in seconds, as people read it: {@code 1.3 s}. */
  String seconds() {
    return String.format(Locale.ROOT, "%.1f s", elapsed());
  }

  /** How many of {@code count} things there were in a second. */
  String rate(long count) {
    return String.format(Locale.ROOT, "%.1f", count / Math.max(1e-9, elapsed()));
  }

  private double elapsed() {
    return (System.nanoTime() - start) / 1e9;
  }
}
