package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private static int refused(TimeLimit limit) {
    return assertThrows(TimeLimit.ExceededException.class, () -> limit.update(1))
        .refusal()
        .status();
  }

  @Test
  void endsWhenTheTimeIsOver() {
    TimeLimit limit = new TimeLimit(Duration.ofNanos(1), NEVER, () -> true);
    assertEquals(504, refused(limit));
  }

  @Test
  void aClosingServerEndsItBeforeItStopsWaiting() throws InterruptedException {
    AtomicBoolean ready = new AtomicBoolean(true);
    TimeLimit limit = new TimeLimit(NEVER, Duration.ofMillis(300), ready::get);
    limit.update(1);
    ready.set(false);
    limit.update(2); // there is time left
    Thread.sleep(210);
    assertEquals(503, refused(limit));
  }

  @Test
  void closingGivesNoMoreTime() {
    TimeLimit limit = new TimeLimit(Duration.ofNanos(1), NEVER, () -> false);
    assertEquals(503, refused(limit));
  }

  @Test
  void anInterruptedThreadEndsIt() {
    TimeLimit limit = new TimeLimit(NEVER, NEVER, () -> true);
    Thread.currentThread().interrupt();
    assertEquals(503, refused(limit));
    assertTrue(Thread.interrupted(), "still set for whoever looks next");
  }
}
