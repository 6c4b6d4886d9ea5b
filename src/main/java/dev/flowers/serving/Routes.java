package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of routes: every path that the server answers stands here. */
final class Routes {
  private static final String NAME = "(?<name>[^/:]+)";

  private final List<Route> routes = new ArrayList<>();

  /**
   * Makes the table.
   *
   * @param ready whether requests are taken
   */
  Routes(Models models, ServerMetrics metrics, ServingOptions options, BooleanSupplier ready) {
    DjlProtocol djl = new DjlProtocol(models);
    TensorFlowProtocol tensorFlow = new TensorFlowProtocol(models);
    OpenInferenceProtocol inference = new OpenInferenceProtocol(models, ready);
    ExplanationProtocol explanations = new ExplanationProtocol(models, options.explanations());
    String version = "(?:/(?<version>[^/]+))?";
    String versions = "(?:/versions/(?<version>[^/:]+))?";

    open("/ping", DjlProtocol::error, call -> () -> ping(ready.getAsBoolean()));
    get("/metrics", DjlProtocol::error, call -> metrics::reply);
    get("/models", DjlProtocol::error, djl::list);
    post("/predictions/" + NAME + version, DjlProtocol::error, djl::predict);
    post("/explanations/" + NAME + version, DjlProtocol::error, explanations::explain);
    post("/neighbors/" + NAME + version, DjlProtocol::error, explanations::neighbours);

    open("/", DjlProtocol::error, Page.html(options.bodyBytes()));
    open("/page[.]css", DjlProtocol::error, Page.file("page.css", "text/css; charset=utf-8"));
    for (String script : List.of("page.js", "photo.js", "server.js")) {
      open(
          "/" + Pattern.quote(script),
          DjlProtocol::error,
          Page.file(script, "text/javascript; charset=utf-8"));
    }
    open("/icon[.]svg", DjlProtocol::error, Page.file("icon.svg", "image/svg+xml"));
    open("/openapi[.]json", DjlProtocol::error, Page.file("openapi.json", "application/json"));

    String v1 = "/v1/models/" + NAME + versions;
    get(v1, Reply::error, tensorFlow::status);
    get(v1 + "/metadata", Reply::error, tensorFlow::metadata);
    post(v1 + ":predict", Reply::error, tensorFlow::predict);

    String v2 = "/v2/models/" + NAME + versions;
    get("/v2/?", Reply::error, inference::server);
    open("/v2/health/live", Reply::error, inference::live);
    open("/v2/health/ready", Reply::error, inference::ready);
    get(v2, Reply::error, inference::metadata);
    get(v2 + "/ready", Reply::error, inference::modelReady);
    post(v2 + "/infer", Reply::error, inference::infer);
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  /**
   * Finds a route.
   *
   * @throws RequestException if there is none, or none with this method
   */
  Route.Match find(String method, String path) throws RequestException {
    String other = "";
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(path);
      if (matcher.matches()) {
        if (route.method().equals(method)) {
          return route.match(matcher);
        }
        other = route.method();
      }
    }
    throw other.isEmpty()
        ? new RequestException(RequestException.NOT_FOUND, "path: found nothing there")
        : new RequestException(
            RequestException.METHOD_NOT_ALLOWED, "method: found another, expected " + other);
  }

  /** The methods of a path, for the header {@code Allow}. */
  String methods(String path) {
    return routes.stream()
        .filter(route -> route.path().matcher(path).matches())
        .map(Route::method)
        .collect(Collectors.joining(", "));
  }

  /** An error of a path that has no route, or is not answered: in the form of its protocol. */
  static Reply error(String path, int status, String message) {
    return path.startsWith("/v1/") || path.equals("/v2") || path.startsWith("/v2/")
        ? Reply.error(status, message)
        : DjlProtocol.error(status, message);
  }

  private void get(String path, BiFunction<Integer, String, Reply> error, Action action) {
    routes.add(new Route("GET", Pattern.compile(path), error, false, action));
  }

  /** A GET that needs no token. */
  private void open(String path, BiFunction<Integer, String, Reply> error, Action action) {
    routes.add(new Route("GET", Pattern.compile(path), error, true, action));
  }

  private void post(String path, BiFunction<Integer, String, Reply> error, Action action) {
    routes.add(new Route("POST", Pattern.compile(path), error, false, action));
  }

  private static Reply ping(boolean ready) throws RequestException {
    if (!ready) {
      throw new RequestException(RequestException.UNAVAILABLE, "the server is closing");
    }
    JsonObject json = new JsonObject();
    json.addProperty("status", "Healthy");
    return Reply.ok("application/json", json.toString().getBytes(UTF_8));
  }
}
