package dev.flowers.cli;

import ai.djl.util.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Progress as plain lines, one every few seconds, for logs and pipes. Total and remaining time are
 * left out if the total is unknown, that is 0 or less.
 */
final class LineProgress implements Progress {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  private final PrintStream stream;
  private final String unit;
  private final long unitSize;
  private String task = "";
  private long max;
  private long done;
  private long initial;
  private long started;
  private long lastLine;

  LineProgress(PrintStream stream, String unit, long unitSize) {
    this.stream = stream;
    this.unit = unit;
    this.unitSize = unitSize;
  }

  @Override
  public void reset(String message, long newMax, @Nullable String trailingMessage) {
    task = message;
    max = newMax;
    done = 0;
    initial = 0;
    started = System.nanoTime();
    lastLine = started;
  }

  @Override
  public void start(long initialProgress) {
    done = initialProgress;
    initial = initialProgress;
  }

  @Override
  public void end() {
    max = 0;
  }

  @Override
  public void increment(long increment) {
    update(done + increment, null);
  }

  @Override
  public void update(long progress, @Nullable String message) {
    done = progress;
    long now = System.nanoTime();
    if (now - lastLine >= INTERVAL_NANOS) {
      lastLine = now;
      stream.println(line(now - started));
    }
  }

  String line(long elapsedNanos) {
    double rate = (done - initial) * 1e9 / Math.max(1, elapsedNanos);
    String total = max > 0 ? " of " + max / unitSize : "";
    String left = max > 0 && rate > 0 ? ", " + Math.round((max - done) / rate) + " s left" : "";
    return String.format(
        Locale.ROOT,
        "%s: %d%s%s, %.1f/s%s",
        task,
        done / unitSize,
        total,
        unit,
        rate / unitSize,
        left);
  }
}
