package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private static final long TEN_SECONDS = 10_000_000_000L;

  private final LineProgress progress =
      new LineProgress(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          " MB",
          1_000_000);

  @Test
  void tellsHowMuchOfHowMuchHowFastAndHowLongStill() {
    progress.reset("fetching", 553_000_000, null);
    progress.start(53_000_000);
    progress.update(153_000_000, null);
    assertEquals("fetching: 153 of 553 MB, 10.0/s, 40 s left", progress.line(TEN_SECONDS));
  }

  @Test
  void leavesOutWhatDependsOnATotalThatNobodyKnows() {
    for (long unknown : new long[] {-1, 0}) {
      progress.reset("fetching", unknown, null);
      progress.update(153_000_000, null);
      assertEquals("fetching: 153 MB, 15.3/s", progress.line(TEN_SECONDS));
    }
  }

  @Test
  void doesNotGuessTheTimeOfWhatHasNotMoved() {
    progress.reset("fetching", 553_000_000, null);
    progress.start(53_000_000);
    assertEquals("fetching: 53 of 553 MB, 0.0/s", progress.line(TEN_SECONDS));
  }
}
