package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps openapi.json and the table of routes the same. */
class OpenApiTest {
  private static final List<Route> routes =
      new Routes(
              new Models(List.of(new EchoModel())),
              new ServerMetrics(),
              ServingOptions.defaults(),
              () -> true)
          .all();

  private static JsonObject document;

  /** A path of the document. */
  private record Described(String method, String path, JsonObject operation) {
    boolean is(Route route) {
      String example = path.replace("{name}", "rose").replace("{version}", "3");
      return route.method().equals(method) && route.path().matcher(example).matches();
    }
  }

  @BeforeAll
  static void read() throws Exception {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      document = JsonParser.parseString(new String(in.readAllBytes(), UTF_8)).getAsJsonObject();
    }
  }

  private static List<Described> described() {
    List<Described> all = new ArrayList<>();
    for (Map.Entry<String, JsonElement> path : document.getAsJsonObject("paths").entrySet()) {
      for (Map.Entry<String, JsonElement> method : path.getValue().getAsJsonObject().entrySet()) {
        all.add(
            new Described(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                method.getValue().getAsJsonObject()));
      }
    }
    return all;
  }

  @Test
  void eachRouteIsDescribedWithAndWithoutAVersion() {
    for (Route route : routes) {
      int forms = route.path().pattern().contains("(?<version>") ? 2 : 1;
      assertEquals(
          forms,
          described().stream().filter(d -> d.is(route)).count(),
          route.method() + " " + route.path());
    }
  }

  @Test
  void eachDescribedPathIsARoute() {
    for (Described described : described()) {
      long found = routes.stream().filter(described::is).count();
      assertEquals(1, found, described.method + described.path);
    }
  }

  @Test
  void whatHasABodyMayBeRefusedForIt() {
    for (Described described : described()) {
      JsonObject responses = described.operation.getAsJsonObject("responses");
      assertTrue(responses.has("200"), described.path);
      boolean post = described.method.equals("POST");
      assertEquals(post, described.operation.has("requestBody"), described.path);
      for (String code : List.of("400", "408", "413", "429", "504")) {
        assertEquals(post, responses.has(code), described.path + " " + code);
      }
    }
  }

  @Test
  void whatNeedsATokenMayBeRefusedForIt() {
    for (Described described : described()) {
      boolean open = routes.stream().filter(described::is).anyMatch(Route::open);
      JsonObject responses = described.operation.getAsJsonObject("responses");
      assertEquals(!open, responses.has("401"), described.path);
    }
  }

  @Test
  void operationsHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();
    for (Described described : described()) {
      String name = described.operation.get("operationId").getAsString();
      assertTrue(names.add(name), name);
    }
  }

  @Test
  void referencesLeadSomewhere() {
    check(document);
  }

  private static void check(JsonElement element) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(OpenApiTest::check);
    } else if (element.isJsonObject()) {
      for (Map.Entry<String, JsonElement> entry : element.getAsJsonObject().entrySet()) {
        if (entry.getKey().equals("$ref")) {
          JsonElement target = document;
          for (String step : entry.getValue().getAsString().substring(2).split("/", -1)) {
            assertTrue(target.getAsJsonObject().has(step), entry.getValue().toString());
            target = target.getAsJsonObject().get(step);
          }
        }
        check(entry.getValue());
      }
    }
  }
}
