package dev.flowers.serving;

import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what a client still sends after its reply, and throws it away. A connection that is closed
 * before all was read is reset, and a client that is still sending then loses the reply that says
 * why. No thread waits; a silent client is timed out by Jetty.
 */
final class RequestRemainder implements Callback {
  /** After which a client that goes on sending is not worth it. */
  private static final Duration TIME = Duration.ofSeconds(5);

  private static final long BYTES = 64L << 20;

  /** As many as Jetty reads: a client that sends fast is to get its reply, too. */
  private static final int READS_BEFORE_REPLY = 16;

  private final Request request;
  private final Callback callback;
  private final long end = System.nanoTime() + TIME.toNanos();
  private long bytes;
  private boolean over;

  /**
   * A callback for the reply's last byte.
   *
   * @param callback called when all has come, or it is too much
   */
  RequestRemainder(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  /**
   * Takes what has come before the reply, without waiting; returns whether it is all. Jetty's own
   * {@code consumeAvailable} lets nothing be read after it.
   */
  boolean takeAvailable() {
    return take(READS_BEFORE_REPLY);
  }

  private boolean take(int reads) {
    for (int i = 0; i < reads && !over; i++) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return false;
      }
      bytes += chunk.remaining();
      boolean failed = Content.Chunk.isFailure(chunk);
      boolean last = chunk.isLast();
      chunk.release();
      over = failed || last || bytes > BYTES || System.nanoTime() > end;
      if (last && !failed) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void succeeded() {
    take(Integer.MAX_VALUE);
    if (over) {
      callback.succeeded();
    } else {
      request.demand(this::succeeded);
    }
  }

  @Override
  public void failed(Throwable failure) {
    callback.failed(failure);
  }
}
