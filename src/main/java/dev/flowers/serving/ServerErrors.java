package dev.flowers.serving;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The errors that Jetty finds itself, in the form of the path's protocol instead of Jetty's HTML.
 */
final class ServerErrors extends ErrorHandler {
  private final ServerMetrics metrics;

  ServerErrors(ServerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String path = Objects.requireNonNullElse(request.getHttpURI().getCanonicalPath(), "");
    metrics.answered(status, System.nanoTime() - request.getBeginNanoTime());
    RequestHandler.send(Routes.error(path, status, message(status)), response, callback);
    return true;
  }

  /** What could not be parsed has no path. */
  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    Reply reply = Routes.error("", status, message(status));
    fields.put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(fields::put);
    return BufferUtil.toBuffer(reply.body());
  }

  private static String message(int status) {
    return status == RequestException.UNAVAILABLE
        ? "the server is closing"
        : "request: " + HttpStatus.getMessage(status);
  }
}
