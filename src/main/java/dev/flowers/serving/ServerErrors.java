package dev.flowers.serving;

import java.util.Objects;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
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
    RequestHandler.send(Routes.error(path, status, message(status)), request, response, callback);
    return true;
  }

  private static String message(int status) {
    return status == RequestException.UNAVAILABLE
        ? "the server is closing"
        : "request: " + HttpStatus.getMessage(status);
  }
}
