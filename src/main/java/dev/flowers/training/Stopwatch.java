package dev.flowers.training;

import java.util.Locale;

/** Measures the time since it was created. Immutable. */
public final class Stopwatch {
  private final long start = System.nanoTime();

  /** Returns the time in seconds, as people read it: {@code 1.3 s}. */
  public String seconds() {
    return String.format(Locale.ROOT, "%.1f s", elapsed());
  }

  /** Returns how many of {@code count} things there were in a second. */
  public String rate(long count) {
    return String.format(Locale.ROOT, "%.1f", count / Math.max(1e-9, elapsed()));
  }

  private double elapsed() {
    return (System.nanoTime() - start) / 1e9;
  }
}
