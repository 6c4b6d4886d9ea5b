package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.SmallModel;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models, and one of them in two versions. */
class SeveralModelsIT {
  private static final String FLOWERS = ModelRepository.DEFAULT_NAME;
  private static final HttpClient client = HttpClient.newHttpClient();

  @TempDir static Path directory;

  private static HttpResponse<String> send(FlowerServer server, String path, byte[] body)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
    if (body.length > 0) {
      request.POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String get(FlowerServer server, String path) throws Exception {
    HttpResponse<String> response = send(server, path, new byte[0]);
    assertEquals(200, response.statusCode(), response.body());
    return response.body();
  }

  @Test
  void eachHasItsMetricsAndIsListedWithAllItsVersions() throws Exception {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 4);
    Home home = painted.home();
    Path folder = directory.resolve("photos");
    HeadOptions options = HeadOptions.builder().optHidden(0).optCalibration(false).build();
    SmallModel.publishedIn(home, folder, options);
    SmallModel.publishedIn(home, "roses", folder, options);
    FlowerServer.Builder builder =
        FlowerServer.builder()
            .optHome(home)
            .optPort(0)
            .addModel(FLOWERS)
            .addModel(FLOWERS + ":1")
            .addModel(FLOWERS + ":2")
            .addModel("roses");
    assertThrows(IllegalArgumentException.class, () -> builder.addModel("roses"));
    try (FlowerServer server = builder.start()) {
      byte[] photo = Files.readAllBytes(painted.photos().get(0));
      for (String version : List.of("1", "2")) {
        HttpResponse<String> answer =
            send(server, "/predictions/" + FLOWERS + "/" + version, photo);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(version, answer.headers().firstValue("X-Model-Version").orElse(""));
      }

      List<String> metrics = get(server, "/metrics").lines().toList();
      assertEquals(
          Stream.of(
                  "flowers-vgg16\"} 2.0",
                  "flowers-vgg16:1\"} 1.0",
                  "flowers-vgg16:2\"} 2.0",
                  "roses\"} 1.0")
              .map(point -> "flowers_model_version{model=\"" + point)
              .toList(),
          metrics.stream().filter(line -> line.startsWith("flowers_model_version{")).toList());
      assertEquals(
          4, metrics.stream().filter(line -> line.startsWith("flowers_queue_photos{")).count());

      String metadata = get(server, "/v2/models/" + FLOWERS);
      assertTrue(metadata.contains("\"versions\":[\"2\",\"1\"]"), metadata);
      String status = get(server, "/v1/models/" + FLOWERS);
      assertTrue(status.contains("\"version\":\"2\""), status);
      assertTrue(status.contains("\"version\":\"1\""), status);
    }
  }
}
