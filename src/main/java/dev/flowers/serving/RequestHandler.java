package dev.flowers.serving;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a request's route, keeps the limits, and sends the reply. */
final class RequestHandler extends Handler.Abstract {
  private static final Logger logger = LoggerFactory.getLogger(RequestHandler.class);

  private final Routes routes;
  private final ServerMetrics metrics;
  private final BodyReader bodies;
  private final AccessRules access;
  private final Semaphore accepted;
  private final Semaphore decoding = new Semaphore(Runtime.getRuntime().availableProcessors());

  RequestHandler(Routes routes, ServerMetrics metrics, ServingOptions options, AccessRules access) {
    this.routes = routes;
    this.metrics = metrics;
    this.bodies = new BodyReader(options.bodyBytes(), options.bodyTime());
    this.access = access;
    this.accepted = new Semaphore(options.queue());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = System.nanoTime();
    String path = Objects.requireNonNullElse(request.getHttpURI().getCanonicalPath(), "");
    Reply reply = access.shared(request, reply(request, path));
    metrics.answered(reply.status(), System.nanoTime() - start);
    logger.debug("{} {} {}", request.getMethod(), path, reply.status());
    switch (reply.status()) {
      case RequestException.UNAUTHORIZED ->
          response.getHeaders().put("WWW-Authenticate", "Bearer realm=\"flowers\"");
      case RequestException.METHOD_NOT_ALLOWED ->
          response.getHeaders().put("Allow", routes.methods(path));
      default -> {}
    }
    send(reply, request, response, callback);
    return true;
  }

  /** Sends a reply with the headers that every one has. */
  static void send(Reply reply, Request request, Response response, Callback callback) {
    RequestRemainder remainder = new RequestRemainder(request, callback);
    boolean whole = remainder.takeAvailable();
    if (!whole) {
      response.getHeaders().put("Connection", "close");
    }
    response.setStatus(reply.status());
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response.getHeaders()::put);
    if (reply.status() != HttpStatus.NO_CONTENT_204) {
      response.getHeaders().put("Content-Length", reply.body().length);
    }
    response.write(true, ByteBuffer.wrap(reply.body()), whole ? callback : remainder);
  }

  private Reply reply(Request request, String path) {
    Route.Match match;
    try {
      access.checkHost(request);
      if (AccessRules.isPreflight(request)) {
        return access.preflight(request);
      }
      match = routes.find(request.getMethod(), path);
    } catch (RequestException e) {
      return Routes.error(path, e.status(), e.text());
    }
    Route route = match.route();
    try {
      if (!route.open()) {
        access.checkToken(request);
      }
      return route.takesBody() ? limited(match, request) : run(match, request, new byte[0]);
    } catch (RequestException e) {
      Reply refused = route.error().apply(e.status(), e.text());
      return e.retryAfter() > 0
          ? refused.with("Retry-After", String.valueOf(e.retryAfter()))
          : refused;
    } catch (RuntimeException e) {
      logger.error("{} {} failed", request.getMethod(), path, e);
      return route.error().apply(RequestException.FAILED, "the server failed; its log says why");
    }
  }

  private Reply limited(Route.Match match, Request request) throws RequestException {
    if (!accepted.tryAcquire()) {
      throw RequestException.tooMany("requests: found too many at once; try again later", 1);
    }
    try {
      return run(match, request, bodies.read(request));
    } finally {
      accepted.release();
    }
  }

  private Reply run(Route.Match match, Request request, byte[] body) throws RequestException {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getLowerCaseName(), String.valueOf(field.getValue()));
    }
    Call call = new Call(match.model(), match.version(), headers, body);
    if (!match.route().takesBody()) {
      return match.route().action().begin(call).await();
    }
    decoding.acquireUninterruptibly();
    Action.Pending pending;
    try {
      pending = match.route().action().begin(call);
    } finally {
      decoding.release();
    }
    return pending.await();
  }
}
