package dev.flowers.serving;

import ai.djl.util.Progress;
import java.time.Duration;

/** Ends a computation that tells of its progress: when its time is over, or its thread's. */
final class TimeLimit implements Progress {
  /** The computation was ended. */
  static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExceededException(String message) {
      super(message);
    }
  }

  private final long end;

  TimeLimit(Duration time) {
    this.end = System.nanoTime() + time.toNanos();
  }

  private void check() {
    if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
      throw new ExceededException("out of time");
    }
  }

  @Override
  public void reset(String message, long max, String trailing) {
    check();
  }

  @Override
  public void start(long initialProgress) {
    check();
  }

  @Override
  public void end() {
    // Nothing is shown that would have to be taken away.
  }

  @Override
  public void increment(long increment) {
    check();
  }

  @Override
  public void update(long progress, String message) {
    check();
  }
}
