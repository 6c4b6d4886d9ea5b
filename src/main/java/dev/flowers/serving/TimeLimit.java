package dev.flowers.serving;

import ai.djl.util.Progress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Ends a computation that tells of its progress: when its time is over; when the server is closing,
 * so early that its client still gets an answer; and when its thread is interrupted. For one
 * thread.
 */
final class TimeLimit implements Progress {
  /** The computation was ended. */
  static final class ExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RequestException refusal;

    private ExceededException(RequestException refusal) {
      super(refusal);
      this.refusal = refusal;
    }

    /** What the client is told. */
    RequestException refusal() {
      return refusal;
    }
  }

  private final Duration time;
  private final Duration drainTime;
  private final BooleanSupplier ready;
  private long end;
  private boolean closing;

  /**
   * Starts.
   *
   * @param time after which it ends
   * @param drainTime that a closing server waits for requests
   * @param ready false when the server is closing
   */
  TimeLimit(Duration time, Duration drainTime, BooleanSupplier ready) {
    this.time = time;
    this.drainTime = drainTime;
    this.ready = ready;
    this.end = System.nanoTime() + time.toNanos();
  }

  private void check() {
    long now = System.nanoTime();
    if (!closing && !ready.getAsBoolean()) {
      closing = true;
      // The rest is for the step that is under way when it is over.
      long last = now + drainTime.toNanos() * 2 / 3;
      end = last - end < 0 ? last : end;
    }
    if (now - end > 0 || Thread.currentThread().isInterrupted()) {
      throw new ExceededException(
          closing || Thread.currentThread().isInterrupted()
              ? new RequestException(RequestException.UNAVAILABLE, "the server is closing")
              : new RequestException(
                  RequestException.NO_ANSWER,
                  "explanation: found none within " + time + "; try again later"));
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
