package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

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
    OpenInferenceProtocol open = new OpenInferenceProtocol(models, ready);
    ExplanationProtocol explanations = new ExplanationProtocol(models, options, ready);
    String version = "(?:/(?<version>[^/]+))?";
    String versions = "(?:/versions/(?<version>[^/:]+))?";

    get("/ping", DjlProtocol::error, call -> () -> ping(ready.getAsBoolean()));
    get("/metrics", DjlProtocol::error, call -> metrics::reply);
    get("/models", DjlProtocol::error, djl::list);
    post("/predictions/" + NAME + version, DjlProtocol::error, djl::predict);
    post("/explanations/" + NAME + version, DjlProtocol::error, explanations::explain);
    post("/neighbors/" + NAME + version, DjlProtocol::error, explanations::neighbours);

    get("/", DjlProtocol::error, Page.html(options.bodyBytes()));
    get("/page[.]css", DjlProtocol::error, Page.file("page.css", "text/css; charset=utf-8"));
    for (String script : List.of("page.js", "photo.js", "server.js")) {
      get(
          "/" + Pattern.quote(script),
          DjlProtocol::error,
          Page.file(script, "text/javascript; charset=utf-8"));
    }
    get("/icon[.]svg", DjlProtocol::error, Page.file("icon.svg", "image/svg+xml"));
    get("/openapi[.]json", DjlProtocol::error, Page.file("openapi.json", "application/json"));

    String v1 = "/v1/models/" + NAME + versions;
    get(v1, Reply::error, tensorFlow::status);
    post(v1 + ":predict", Reply::error, tensorFlow::predict);

    String v2 = "/v2/models/" + NAME + versions;
    get("/v2/?", Reply::error, open::server);
    get("/v2/health/live", Reply::error, open::live);
    get("/v2/health/ready", Reply::error, open::ready);
    get(v2, Reply::error, open::metadata);
    get(v2 + "/ready", Reply::error, open::modelReady);
    post(v2 + "/infer", Reply::error, open::infer);
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  private void get(String path, BiFunction<Integer, String, Reply> error, Action action) {
    routes.add(new Route("GET", Pattern.compile(path), error, action));
  }

  private void post(String path, BiFunction<Integer, String, Reply> error, Action action) {
    routes.add(new Route("POST", Pattern.compile(path), error, action));
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
