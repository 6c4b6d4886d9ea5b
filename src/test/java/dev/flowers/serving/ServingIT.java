package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Classifications;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.flowers.FlowerClassifier;
import dev.flowers.SmallModel;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServingIT {
  private static final HttpClient client = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static Home home;
  private static List<Path> photos;

  @BeforeAll
  static void publish() throws IOException {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 4);
    home = painted.home();
    photos = painted.photos();
  }

  private static ServingOptions limits(int queue, int bodyBytes, Duration bodyTime) {
    return ServingOptions.builder()
        .optQueue(queue)
        .optBodyBytes(bodyBytes)
        .optBodyTime(bodyTime)
        .build();
  }

  private static FlowerServer start(ServingOptions options) throws IOException {
    return FlowerServer.builder().optHome(home).optPort(0).optOptions(options).start();
  }

  private static HttpRequest post(FlowerServer server, String path, byte[] body) {
    return HttpRequest.newBuilder(server.address().resolve(path))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(FlowerServer server, String path) throws Exception {
    return send(HttpRequest.newBuilder(server.address().resolve(path)).build());
  }

  @Test
  void everyProtocolGivesTheClassifiersAnswers() throws Exception {
    try (FlowerServer server = start(ServingOptions.defaults());
        FlowerClassifier classifier = FlowerClassifier.load(home, "flowers-vgg16")) {
      for (Path photo : photos) {
        byte[] bytes = Files.readAllBytes(photo);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        Classifications expected = classifier.classify(photo);

        String djl = send(post(server, "/predictions/flowers-vgg16/1", bytes)).body();
        JsonParser.parseString(djl)
            .getAsJsonArray()
            .forEach(
                entry ->
                    assertEquals(
                        expected
                            .get(entry.getAsJsonObject().get("className").getAsString())
                            .getProbability(),
                        entry.getAsJsonObject().get("probability").getAsDouble(),
                        1e-6));

        String v1 = "{\"instances\":[{\"b64\":\"" + base64 + "\"}]}";
        String predicted =
            send(post(server, "/v1/models/flowers-vgg16:predict", v1.getBytes(UTF_8))).body();
        assertRow(
            expected,
            JsonParser.parseString(predicted)
                .getAsJsonObject()
                .getAsJsonArray("predictions")
                .get(0)
                .getAsJsonArray());

        String v2 =
            "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\""
                + base64
                + "\"]}]}";
        String inferred =
            send(post(server, "/v2/models/flowers-vgg16/infer", v2.getBytes(UTF_8))).body();
        assertRow(
            expected,
            JsonParser.parseString(inferred)
                .getAsJsonObject()
                .getAsJsonArray("outputs")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("data"));
      }
      String metrics = get(server, "/metrics").body();
      int requests = 3 * photos.size();
      assertTrue(metrics.contains("flowers_requests_total{code=\"200\"} " + requests), metrics);
      assertTrue(metrics.contains("flowers_model_version{model=\"flowers-vgg16\"} 1"), metrics);
    }
  }

  private static void assertRow(Classifications expected, JsonArray row) {
    assertEquals(expected.getProbabilities().size(), row.size());
    for (int i = 0; i < row.size(); i++) {
      assertEquals(expected.getProbabilities().get(i), row.get(i).getAsDouble(), 1e-6);
    }
  }

  @Test
  void aBadPhotoCostsItsRequestAlone() throws Exception {
    byte[] good = Files.readAllBytes(photos.get(0));
    try (FlowerServer server = start(ServingOptions.defaults())) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        byte[] body = i % 2 == 0 ? good : "no photo".getBytes(UTF_8);
        answers.add(
            client.sendAsync(
                post(server, "/predictions/flowers-vgg16", body),
                HttpResponse.BodyHandlers.ofString()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(i % 2 == 0 ? 200 : 400, answers.get(i).get().statusCode());
      }
    }
  }

  @Test
  void healthAndUnknownPaths() throws Exception {
    try (FlowerServer server = start(ServingOptions.defaults())) {
      assertEquals("{\"status\":\"Healthy\"}", get(server, "/ping").body());
      assertEquals("{\"ready\":true}", get(server, "/v2/health/ready").body());
      assertEquals(200, get(server, "/v1/models/flowers-vgg16/versions/1").statusCode());
      assertEquals(404, get(server, "/v1/models/rose").statusCode());
      assertEquals(
          "{\"models\":[{\"modelName\":\"flowers-vgg16\",\"version\":\"1\",\"status\":\"READY\"}]}",
          get(server, "/models").body());
      HttpResponse<String> page = get(server, "/");
      assertTrue(page.body().startsWith("<!doctype html>"), page.body());
      assertTrue(page.headers().firstValue("Content-Security-Policy").isPresent());
      assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElse(""));
      assertEquals(404, get(server, "/etc/passwd").statusCode());
      assertEquals(405, get(server, "/predictions/flowers-vgg16").statusCode());
    }
  }

  @Test
  void aBodyBeyondTheLimitsIsRefused() throws Exception {
    try (FlowerServer server = start(limits(8, 1000, Duration.ofMillis(500)))) {
      URI path = server.address().resolve("/predictions/flowers-vgg16");
      assertEquals(
          413, send(post(server, "/predictions/flowers-vgg16", new byte[1001])).statusCode());
      HttpRequest chunked =
          HttpRequest.newBuilder(path)
              .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(new byte[600], new byte[600])))
              .build();
      assertEquals(413, send(chunked).statusCode());
      String silent = raw(server, "127.0.0.1", 10, "123");
      assertTrue(silent.startsWith("HTTP/1.1 408 "), silent);
      assertEquals(200, get(server, "/ping").statusCode());
    }
  }

  @Test
  void anAnswerMayTakeLongerThanABody() throws Exception {
    ServingOptions slow =
        ServingOptions.builder()
            .optBodyTime(Duration.ofMillis(200))
            .optBatchDelay(Duration.ofSeconds(1))
            .build();
    byte[] photo = Files.readAllBytes(photos.get(0));
    try (FlowerServer server = start(slow)) {
      assertEquals(200, send(post(server, "/predictions/flowers-vgg16", photo)).statusCode());
    }
  }

  @Test
  void anotherHostIsMisdirected() throws Exception {
    try (FlowerServer server = start(ServingOptions.defaults())) {
      String answer = raw(server, "evil.example", 3, "123");
      assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
    }
  }

  @Test
  @DisabledOnOs(value = OS.MAC, disabledReason = "127.0.0.1 is all of its loopback")
  void anotherAddressOfLoopbackIsAnsweredAtThatAddress() throws Exception {
    try (FlowerServer server =
        FlowerServer.builder().optHome(home).optHost("127.0.0.2").optPort(0).start()) {
      assertEquals("127.0.0.2", server.address().getHost());
      assertEquals(200, get(server, "/ping").statusCode());
      String answer = raw(server, "evil.example", 3, "123");
      assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
      assertTrue(answer.contains("[127.0.0.1, 127.0.0.2, [::1], localhost]"), answer);
    }
  }

  /** Sends a body that may be shorter than it says, and reads until the server closes. */
  private static String raw(FlowerServer server, String host, int length, String body)
      throws IOException {
    URI address = server.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      String request =
          String.format(
              Locale.ROOT,
              "POST /predictions/flowers-vgg16 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"
                  + "Content-Length: %d\r\n\r\n%s",
              host,
              length,
              body);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void moreRequestsThanTheQueueTakesAreToldToComeAgain() throws Exception {
    byte[] photo = Files.readAllBytes(photos.get(0));
    try (FlowerServer server = start(limits(1, 1 << 20, Duration.ofSeconds(30)));
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      String head = "POST /predictions/flowers-vgg16 HTTP/1.1\r\nHost: localhost\r\n";
      slow.setSoTimeout(10_000);
      slow.getOutputStream()
          .write((head + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n").getBytes(UTF_8));
      // The server asks for the body once it has accepted the request.
      assertEquals("HTTP/1.1 100", new String(slow.getInputStream().readNBytes(12), UTF_8));
      HttpResponse<String> refused = send(post(server, "/predictions/flowers-vgg16", photo));
      assertEquals(429, refused.statusCode());
      assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
      assertEquals(200, get(server, "/ping").statusCode());
    }
  }

  @Test
  void closingAnswersWhatWasAccepted() throws Exception {
    byte[] photo = Files.readAllBytes(photos.get(0));
    FlowerServer server = start(ServingOptions.defaults());
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      slow.setSoTimeout(10_000);
      String head = "POST /predictions/flowers-vgg16 HTTP/1.1\r\nHost: localhost\r\n";
      slow.getOutputStream()
          .write((head + "Content-Length: " + photo.length + "\r\n\r\n").getBytes(UTF_8));
      slow.getOutputStream().write(photo, 0, 100);
      Thread.sleep(300); // the headers arrive
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      Thread.sleep(300);
      slow.getOutputStream().write(photo, 100, photo.length - 100);
      slow.getOutputStream().flush();
      String answer = new String(slow.getInputStream().readNBytes(15), UTF_8);
      assertEquals("HTTP/1.1 200 OK", answer);
      closing.join();
    } finally {
      server.close();
    }
  }

  @Test
  void withoutAModelThereIsNoServer() {
    FlowerServer.Builder builder =
        FlowerServer.builder().optHome(new Home(directory.resolve("empty"))).optPort(0);
    assertThrows(ModelUnavailableException.class, builder::start);
  }
}
