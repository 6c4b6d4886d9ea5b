package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.util.ProgressBar;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.FlowerClassifier;
import dev.flowers.SmallModel;
import dev.flowers.explanation.Explainer;
import dev.flowers.explanation.ExplanationPicture;
import dev.flowers.explanation.OcclusionMap;
import dev.flowers.head.HeadOptions;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationServingIT {
  private static final String MODEL = "flowers-vgg16";
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

  private static FlowerServer start() throws IOException {
    return FlowerServer.builder().optHome(home).optPort(0).addModel(MODEL + ":1").start();
  }

  private static HttpResponse<byte[]> post(FlowerServer server, String path, byte[] body)
      throws Exception {
    return post(server, path, body, "*/*");
  }

  private static HttpResponse<byte[]> post(
      FlowerServer server, String path, byte[] body, String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.address().resolve(path))
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonObject json(HttpResponse<byte[]> response) {
    String text = new String(response.body(), UTF_8);
    assertEquals(200, response.statusCode(), text);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static OcclusionMap expected(Path photo, String reference) throws IOException {
    BufferedImage image = ImageDecoder.withDefaults().decode(photo);
    try (Explainer explainer = Explainer.load(home, reference)) {
      String answer = explainer.predict(image).classes().best().getClassName();
      return explainer.occlusion(image, answer, new ProgressBar());
    }
  }

  @Test
  void theMapIsThatOfPredict() throws Exception {
    Path photo = photos.get(0);
    byte[] bytes = Files.readAllBytes(photo);
    OcclusionMap map = expected(photo, MODEL + ":1");
    try (FlowerServer server = start()) {
      HttpResponse<byte[]> png = post(server, "/explanations/" + MODEL, bytes);
      assertEquals("image/png", png.headers().firstValue("Content-Type").orElse(""));
      assertPixels(
          ExplanationPicture.drawMap(ImageDecoder.withDefaults().decode(photo), map), png.body());

      JsonObject json =
          json(post(server, "/explanations/" + MODEL + "/1", bytes, "application/json"));
      assertEquals(1, json.get("version").getAsInt());
      assertEquals(map.className(), json.get("className").getAsString());
      assertEquals(map.probability(), json.get("probability").getAsFloat(), 1e-6);
      assertEquals(ExplanationPicture.extent(map), json.get("pictureRange").getAsDouble(), 1e-6);
      float[][] falls = map.falls();
      JsonArray rows = json.getAsJsonArray("decreases");
      assertEquals(falls.length, rows.size());
      for (int row = 0; row < falls.length; row++) {
        for (int column = 0; column < falls.length; column++) {
          float found = rows.get(row).getAsJsonArray().get(column).getAsFloat();
          assertEquals(falls[row][column], found, 1e-6);
        }
      }
      assertTrue(json.get("picture").getAsString().startsWith("data:image/png;base64,"));
    }
  }

  private static void assertPixels(BufferedImage expected, byte[] png) throws IOException {
    BufferedImage found = ImageIO.read(new ByteArrayInputStream(png));
    int side = ExplanationPicture.SQUARE;
    assertEquals(side, found.getWidth());
    assertArrayEquals(
        expected.getRGB(0, 0, side, side, null, 0, side),
        found.getRGB(0, 0, side, side, null, 0, side));
  }

  @Test
  void theNearestPhotosHaveThumbnailsWhileTheirFilesAreThere() throws Exception {
    Path own = directory.resolve("own");
    SmallModel.Painted painted = SmallModel.paintedIn(own, 3);
    Path photo = painted.photos().get(4);
    byte[] bytes = Files.readAllBytes(photo);
    String path = own.resolve("photos").relativize(photo).toString().replace('\\', '/');
    try (FlowerServer server = FlowerServer.builder().optHome(painted.home()).optPort(0).start()) {
      JsonObject nearest = first(server, bytes);
      assertEquals(path, nearest.get("path").getAsString());
      assertEquals(path.substring(0, path.indexOf('/')), className(nearest));
      // The embeddings are float32; the server's are in the machine's fastest precision.
      double rounding = Precision.best() == Precision.FLOAT32 ? 1e-6 : 1e-3;
      assertEquals(1, nearest.get("similarity").getAsDouble(), rounding);
      assertTrue(nearest.get("thumbnail").getAsString().startsWith("data:image/jpeg;base64,"));

      Files.copy(painted.photos().get(0), photo, StandardCopyOption.REPLACE_EXISTING);
      assertFalse(first(server, bytes).has("thumbnail"), "another photo in its place");
      Files.delete(photo);
      assertFalse(first(server, bytes).has("thumbnail"));
      assertEquals(path, first(server, bytes).get("path").getAsString());
    }
  }

  private static String className(JsonObject neighbour) {
    return neighbour.get("className").getAsString();
  }

  private static JsonObject first(FlowerServer server, byte[] photo) throws Exception {
    JsonObject answer = json(post(server, "/neighbors/" + MODEL, photo));
    assertTrue(answer.get("unchanged").getAsBoolean());
    JsonArray neighbours = answer.getAsJsonArray("neighbors");
    assertEquals(5, neighbours.size());
    return neighbours.get(0).getAsJsonObject();
  }

  @Test
  void missingEmbeddingsAreNotFoundAndErrorsNameNoPath() throws Exception {
    Path own = directory.resolve("without");
    SmallModel.Painted painted = SmallModel.paintedIn(own, 2);
    byte[] photo = Files.readAllBytes(painted.photos().get(0));
    Files.delete(painted.home().embeddings().resolve("photos.tfrecord"));
    try (FlowerServer server = FlowerServer.builder().optHome(painted.home()).optPort(0).start()) {
      HttpResponse<byte[]> gone = post(server, "/neighbors/" + MODEL, photo);
      String text = new String(gone.body(), UTF_8);
      assertEquals(404, gone.statusCode(), text);
      assertFalse(text.contains(directory.toString()) || text.contains("tfrecord"), text);
      byte[] words = "no photo".getBytes(UTF_8);
      assertEquals(400, post(server, "/neighbors/" + MODEL, words).statusCode());
      assertEquals(400, post(server, "/explanations/" + MODEL, words).statusCode());
      assertEquals(404, post(server, "/explanations/" + MODEL + "/7", photo).statusCode());
      assertEquals(200, post(server, "/explanations/" + MODEL, photo).statusCode());
    }
  }

  private static TimeLimit limit() {
    return new TimeLimit(Duration.ofMinutes(5), Duration.ofMinutes(5), () -> true);
  }

  @Test
  void anExplanationKeepsItsVersionWhileAnotherTakesItsPlace() throws Exception {
    Path own = directory.resolve("swapped");
    SmallModel.Painted painted = SmallModel.paintedIn(own, 3);
    Path photo = painted.photos().get(1);
    FlowerClassifier classifier =
        FlowerClassifier.following(painted.home(), MODEL, Duration.ofHours(1));
    try (ClassifierModel model =
            new ClassifierModel(MODEL, classifier, ServingOptions.defaults(), new ServerMetrics());
        ExplainedPhoto explained = model.explained(Files.readAllBytes(photo))) {
      OcclusionMap before = explained.explanation(limit()).map();
      SmallModel.publishedIn(
          painted.home(),
          own.resolve("photos"),
          HeadOptions.builder().optHidden(8).optEpochs(1).optSeed(99).build());
      assertTrue(classifier.refresh());
      assertEquals(2, model.version());
      assertEquals(1, explained.version());
      assertEquals(before, explained.explanation(limit()).map());
      try (ExplainedPhoto next = model.explained(Files.readAllBytes(photo))) {
        assertEquals(2, next.version());
        assertFalse(before.equals(next.explanation(limit()).map()));
      }
    }
  }

  @Test
  void anExplanationThatTakesTooLongEnds() throws Exception {
    ServingOptions hasty = ExplanationProtocolTest.limits(1, Duration.ofMillis(1));
    try (FlowerServer server =
        FlowerServer.builder().optHome(home).optPort(0).optOptions(hasty).start()) {
      byte[] photo = Files.readAllBytes(photos.get(0));
      // The one place is free again after each.
      for (int i = 0; i < 3; i++) {
        assertEquals(504, post(server, "/explanations/" + MODEL, photo).statusCode());
      }
    }
  }
}
