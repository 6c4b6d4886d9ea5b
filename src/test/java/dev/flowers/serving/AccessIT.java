package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.SmallModel;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, and web pages of other origins. */
class AccessIT {
  private static final String ORIGIN = "https://garden.example";
  private static final HttpClient client = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static Home home;
  private static FlowerServer server;

  @BeforeAll
  static void start() throws IOException {
    home = SmallModel.paintedIn(directory, 4).home();
    Path tokens = Files.writeString(directory.resolve("tokens"), "first\nsecond\n");
    server =
        FlowerServer.builder()
            .optHome(home)
            .optPort(0)
            .optTokenFile(tokens)
            .addCorsOrigin(ORIGIN)
            .start();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    return client.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ping",
        "/v2/health/live",
        "/v2/health/ready",
        "/",
        "/page.css",
        "/page.js",
        "/openapi.json"
      })
  void healthAndThePageStayOpen(String path) throws Exception {
    assertEquals(200, send("GET", path).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/models",
        "/metrics",
        "/v1/models/flowers-vgg16",
        "/v2",
        "/v2/models/flowers-vgg16"
      })
  void theOthersWantAToken(String path) throws Exception {
    HttpResponse<String> refused = send("GET", path);
    assertEquals(401, refused.statusCode());
    assertEquals("Bearer realm=\"flowers\"", header(refused, "WWW-Authenticate"));
    assertTrue(refused.body().startsWith(path.startsWith("/v") ? "{\"error\":" : "{\"code\":401,"));
    assertEquals(401, send("GET", path, "Authorization", "Bearer third").statusCode());
    assertEquals(200, send("GET", path, "Authorization", "Bearer second").statusCode());
  }

  @Test
  void aBodyIsNotReadWithoutAToken() throws Exception {
    assertEquals(401, send("POST", "/predictions/flowers-vgg16").statusCode());
    assertEquals(
        400,
        send("POST", "/predictions/flowers-vgg16", "Authorization", "Bearer first").statusCode());
  }

  @Test
  void aNamedOriginMayReadTheAnswersAndNoOther() throws Exception {
    HttpResponse<String> named = send("GET", "/ping", "Origin", ORIGIN);
    assertEquals(ORIGIN, header(named, "Access-Control-Allow-Origin"));
    assertEquals("Origin", header(named, "Vary"));
    HttpResponse<String> other = send("GET", "/ping", "Origin", "https://evil.example");
    assertEquals("", header(other, "Access-Control-Allow-Origin"));

    HttpResponse<String> preflight =
        send("OPTIONS", "/models", "Origin", ORIGIN, "Access-Control-Request-Method", "GET");
    assertEquals(204, preflight.statusCode());
    assertEquals(ORIGIN, header(preflight, "Access-Control-Allow-Origin"));
    assertTrue(header(preflight, "Access-Control-Allow-Headers").contains("Authorization"));
    HttpResponse<String> refused =
        send(
            "OPTIONS",
            "/models",
            "Origin",
            "https://evil.example",
            "Access-Control-Request-Method",
            "GET");
    assertEquals("", header(refused, "Access-Control-Allow-Origin"));
    assertEquals("", header(refused, "Access-Control-Allow-Headers"));
    assertEquals(405, send("OPTIONS", "/models").statusCode());
  }

  @Test
  void withoutATokenInItsFileThereIsNoServer() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    FlowerServer.Builder builder = FlowerServer.builder().optHome(home).optPort(0);
    assertThrows(InvalidInputException.class, builder.optTokenFile(empty)::start);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "garden.example", "https://garden.example/", "file://x", ""})
  void anOriginIsSchemeAndHost(String origin) {
    FlowerServer.Builder builder = FlowerServer.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.addCorsOrigin(origin));
  }
}
