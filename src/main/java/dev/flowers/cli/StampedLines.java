package dev.flowers.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Puts the time in UTC in front of each line: {@code 2026-01-31T12:00:00Z daisy …}. */
final class StampedLines extends FilterOutputStream {
  private final Clock clock;
  private boolean atStart = true;

  private StampedLines(PrintStream out, Clock clock) {
    super(out);
    this.clock = clock;
  }

  /** A stream of UTF-8 text over another one. */
  static PrintStream over(PrintStream out, Clock clock) {
    return new PrintStream(new StampedLines(out, clock), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int value) throws IOException {
    if (atStart) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      out.write((now + " ").getBytes(StandardCharsets.UTF_8));
    }
    out.write(value);
    atStart = value == '\n';
  }
}
