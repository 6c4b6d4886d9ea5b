package dev.flowers.cli;

import java.io.ByteArrayOutputStream;
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
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** In one piece, so that lines of several threads do not mix. */
  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    ByteArrayOutputStream stamped = new ByteArrayOutputStream(length);
    for (int i = offset; i < offset + length; i++) {
      if (atStart) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        stamped.writeBytes((now + " ").getBytes(StandardCharsets.UTF_8));
      }
      stamped.write(bytes[i]);
      atStart = bytes[i] == '\n';
    }
    out.write(stamped.toByteArray());
  }
}
