package dev.flowers.serving;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a request's route, keeps the limits, and sends the reply. */
final class RequestHandler extends Handler.Abstract {
  private static final Logger logger = LoggerFactory.getLogger(RequestHandler.class);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final List<Route> routes;
  private final ServerMetrics metrics;
  private final BodyReader bodies;
  private final boolean loopback;
  private final Semaphore accepted;
  private final Semaphore decoding = new Semaphore(Runtime.getRuntime().availableProcessors());

  RequestHandler(
      List<Route> routes, ServerMetrics metrics, ServingOptions options, InetAddress host) {
    this.routes = routes;
    this.metrics = metrics;
    this.bodies = new BodyReader(options.bodyBytes(), options.bodyTime());
    this.loopback = host.isLoopbackAddress();
    this.accepted = new Semaphore(options.queue());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long start = System.nanoTime();
    Reply reply = reply(request);
    metrics.answered(reply.status(), System.nanoTime() - start);
    logger.debug(
        "{} {} {}", request.getMethod(), request.getHttpURI().getCanonicalPath(), reply.status());
    response.setStatus(reply.status());
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put("Content-Length", reply.body().length);
    if (reply.status() == RequestException.TOO_MANY) {
      response.getHeaders().put("Retry-After", "1");
    }
    if (!request.consumeAvailable()) {
      response.getHeaders().put("Connection", "close");
    }
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }

  private Reply reply(Request request) {
    Route route;
    Matcher path;
    try {
      checkHost(request);
      String wanted = Objects.requireNonNullElse(request.getHttpURI().getCanonicalPath(), "");
      route = find(request.getMethod(), wanted);
      path = route.path().matcher(wanted);
    } catch (RequestException e) {
      return DjlProtocol.error(e.status(), e.text());
    }
    try {
      return route.takesBody()
          ? limited(route, path, request)
          : run(route, path, request, new byte[0]);
    } catch (RequestException e) {
      return route.error().apply(e.status(), e.text());
    } catch (RuntimeException e) {
      logger.error("{} {} failed", request.getMethod(), path, e);
      return route.error().apply(RequestException.FAILED, "the server failed; its log says why");
    }
  }

  /** Refuses a web page whose host name was made to resolve to this address: DNS rebinding. */
  private void checkHost(Request request) throws RequestException {
    String host = Request.getServerName(request);
    if (loopback && !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
      throw new RequestException(
          RequestException.MISDIRECTED, "Host: found another, expected one of " + LOOPBACK);
    }
  }

  private Route find(String method, String path) throws RequestException {
    List<Route> here = routes.stream().filter(r -> r.path().matcher(path).matches()).toList();
    if (here.isEmpty()) {
      throw new RequestException(RequestException.NOT_FOUND, "path: found nothing there");
    }
    return here.stream()
        .filter(route -> route.method().equals(method))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    RequestException.METHOD_NOT_ALLOWED,
                    "method: found another, expected " + here.get(0).method()));
  }

  private Reply limited(Route route, Matcher path, Request request) throws RequestException {
    if (!accepted.tryAcquire()) {
      throw new RequestException(
          RequestException.TOO_MANY, "requests: found too many at once; try again later");
    }
    try {
      return run(route, path, request, bodies.read(request));
    } finally {
      accepted.release();
    }
  }

  private Reply run(Route route, Matcher path, Request request, byte[] body)
      throws RequestException {
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getLowerCaseName(), String.valueOf(field.getValue()));
    }
    boolean found = path.matches();
    Call call =
        new Call(
            found ? group(path, "name") : "", found ? group(path, "version") : "", headers, body);
    decoding.acquireUninterruptibly();
    Action.Pending pending;
    try {
      pending = route.action().begin(call);
    } finally {
      decoding.release();
    }
    return pending.await();
  }

  private static String group(Matcher path, String name) {
    boolean has = path.pattern().pattern().contains("(?<" + name + ">");
    String value = has ? path.group(name) : null;
    return value == null ? "" : value;
  }
}
