package dev.flowers.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body into memory, within limits.
 *
 * @param bytes the longest body
 * @param time in which it must have arrived
 */
record BodyReader(int bytes, Duration time) {
  private static final int BLOCK = 1 << 16;

  byte[] read(Request request) throws RequestException {
    long announced = request.getLength();
    if (announced > bytes) {
      throw tooLarge(announced + " bytes");
    }
    long end = System.nanoTime() + time.toNanos();
    // What was announced need not come: memory is taken as the bytes arrive.
    ByteArrayOutputStream body = new ByteArrayOutputStream(BLOCK);
    byte[] block = new byte[BLOCK];
    try {
      InputStream in = Content.Source.asInputStream(request); // closed, nothing could be read after
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        body.write(block, 0, count);
        if (body.size() > bytes) {
          throw tooLarge("more");
        }
        if (System.nanoTime() > end) {
          throw tooSlow();
        }
      }
      return body.toByteArray();
    } catch (IOException e) {
      // A connection that is silent for the time that a body has is timed out by Jetty.
      if (e.getCause() instanceof TimeoutException) {
        throw tooSlow();
      }
      // Who stops closes connections, and the client is not to blame.
      if (request.getConnectionMetaData().getConnector().getServer().isStopping()) {
        throw new RequestException(RequestException.UNAVAILABLE, "the server is closing");
      }
      throw JsonBody.wrong("body", "no whole one", "as long as announced");
    }
  }

  private RequestException tooLarge(String found) {
    return new RequestException(
        RequestException.TOO_LARGE,
        "body: found " + found + ", expected at most " + bytes + " bytes");
  }

  private RequestException tooSlow() {
    return new RequestException(
        RequestException.TIMEOUT, "body: found no end, expected one within " + time);
  }
}
