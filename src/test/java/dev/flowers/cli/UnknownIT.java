package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.Provenance;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos that are of no class, and the measures of calibration and novelty. */
class UnknownIT {
  /** A rate at which most photos are novel. */
  private static final String FAR = "0.6";

  @TempDir static Path directory;
  private static Path home;
  private static Path flower;
  private static Path noise;

  @BeforeAll
  static void train() throws IOException {
    home = directory.resolve("home");
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 24, 1);
    SmallTrunk.weights(home);
    Cli training =
        Cli.run(
            home, "train", "--photos", photos, "--hidden", 8, "--epochs", 8, "--split", "50/30/20");
    assertEquals(0, training.exitCode(), training.err());
    flower = trained(photos);
    noise = directory.resolve("noise.png");
    BufferedImage image = new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(16);
    for (int i = 0; i < 224 * 224; i++) {
      image.setRGB(i % 224, i / 224, random.nextInt());
    }
    ImageIO.write(image, "png", noise.toFile());
  }

  /** The first photo that the head was trained on. */
  private static Path trained(Path photos) throws IOException {
    Provenance head = new ModelRepository(new Home(home)).find("flowers-vgg16").provenance().head();
    try (Stream<Path> files = Files.list(home.resolve("embeddings"))) {
      Path tfrecord =
          files.filter(file -> file.toString().endsWith(".tfrecord")).findFirst().orElseThrow();
      try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
        int row = 0;
        while (head.part(file.id(row), file.label(row)) != Split.Part.TRAIN) {
          row++;
        }
        return photos.resolve(file.path(row));
      }
    }
  }

  /**
   * The trunk's weights are random, so noise is only a little farther than flowers: the threshold
   * is below 1, the novelty of a usual flower.
   */
  @Test
  void aPhotoBeyondTheThresholdIsNovelInEachFormat() {
    Cli usual = Cli.run(home, "predict", "--unknown", "--top", 1, flower);
    assertEquals(0, usual.exitCode(), usual.err());
    assertTrue(
        usual.out().strip().matches(".+\\.jpg  (\\w+)  novelty \\d\\.\\d\\d  \\1 \\d.+"),
        usual.out());
    Cli text = Cli.run(home, "predict", "--unknown", "--max-novel", FAR, "--top", 1, noise);
    assertTrue(text.out().startsWith(noise + "  unknown (novel)  novelty "), text.out());

    JsonObject known = answer(Cli.run(home, "predict", "--unknown", "--json", flower));
    JsonObject unknown =
        answer(Cli.run(home, "predict", "--unknown", "--max-novel", FAR, "--json", noise));
    assertEquals(
        known.getAsJsonArray("classes").get(0).getAsJsonObject().get("class"), known.get("class"));
    assertTrue(known.get("reason").isJsonNull());
    assertTrue(unknown.get("class").isJsonNull());
    assertEquals("novel", unknown.get("reason").getAsString());
    assertTrue(unknown.get("novelty").getAsDouble() > known.get("novelty").getAsDouble());
    assertEquals(5, unknown.getAsJsonArray("classes").size());
    for (JsonElement near : known.getAsJsonArray("nearest")) {
      assertTrue(
          Files.exists(
              directory
                  .resolve("photos")
                  .resolve(near.getAsJsonObject().get("photo").getAsString())),
          near.toString());
    }

    Cli csv = Cli.run(home, "predict", "--unknown", "--max-novel", FAR, "--csv", "--top", 2, noise);
    List<String> rows = csv.out().lines().toList();
    assertEquals("photo,rank,class,probability,answer,reason,novelty", rows.get(0));
    assertEquals(3, rows.size());
    assertTrue(
        rows.get(2).matches(".+,2,[a-z]+,0\\.\\d{6},unknown,novel,\\d\\.\\d{4}"), rows.get(2));
  }

  private static JsonObject answer(Cli run) {
    return JsonParser.parseString(run.out()).getAsJsonArray().get(0).getAsJsonObject();
  }

  @Test
  void ratesDecideWhatIsUnknown() {
    Cli none = Cli.run(home, "predict", "--unknown", "--max-novel", 0, noise);
    assertTrue(!none.out().contains("unknown"), none.out());
    Cli strict = Cli.run(home, "predict", "--unknown", "--max-error", "0.0001", flower);
    assertEquals(2, strict.exitCode(), strict.out());
    assertTrue(strict.err().contains("max error: found 1.0E-4, expected 0."), strict.err());
  }

  @Test
  void anUnreadablePhotoIsReportedAndTheOthersAreIdentified() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.jpg"), "no photo");
    Cli run = Cli.run(home, "predict", "--unknown", "--json", bad, flower);
    assertEquals(1, run.exitCode());
    JsonArray answers = JsonParser.parseString(run.out()).getAsJsonArray();
    assertTrue(answers.get(0).getAsJsonObject().has("error"), run.out());
    assertTrue(answers.get(1).getAsJsonObject().get("reason").isJsonNull(), run.out());
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    for (List<Object> wrong :
        List.<List<Object>>of(
            List.of("predict", "--max-novel", "0.1", flower),
            List.of("predict", "--max-error", "0.1", flower),
            List.of("predict", "--unknown", "--nearest", 3, flower),
            List.of("predict", "--unknown", "--max-novel", 1, flower),
            List.of("predict", "--unknown", "--max-error", 0, flower),
            List.of("evaluate", "--max-novel", "0.1"),
            List.of("evaluate", "--leave-class-out", "--photos", directory.resolve("photos")),
            List.of("evaluate", "--leave-class-out", "--labels", "labels.csv"),
            List.of("evaluate", "--leave-class-out", "--part", "validation"),
            List.of("evaluate", "--leave-class-out", "--max-novel", 0))) {
      Cli run = Cli.run(home, wrong.toArray());
      assertEquals(2, run.exitCode(), wrong + ": " + run.out());
    }
  }

  @Test
  void theTemperatureIsKeptAndItsEffectShown() throws IOException {
    double temperature =
        new ModelRepository(new Home(home))
            .find("flowers-vgg16")
            .provenance()
            .head()
            .temperature()
            .orElseThrow();
    JsonObject json = JsonParser.parseString(evaluate("--json")).getAsJsonObject();
    assertEquals(temperature, json.get("temperature").getAsDouble());
    JsonObject before = json.getAsJsonObject("uncalibrated");
    assertTrue(before.get("loss").getAsDouble() != json.get("loss").getAsDouble());
    assertEquals(10, before.getAsJsonArray("calibrationBins").size());
    JsonArray accuracies = json.getAsJsonObject("riskCoverage").getAsJsonArray("accuracies");
    assertEquals(
        json.get("accuracy").getAsDouble(),
        accuracies.get(0).getAsJsonObject().get("accuracy").getAsDouble(),
        1e-9,
        "all photos");
    assertTrue(evaluate().contains("without calibration: calibration error "), evaluate());
  }

  @Test
  void withoutCalibrationThereIsNoTemperatureAndTheSameAccuracy() throws IOException {
    Path embeddings =
        Path.of(
            new ModelRepository(new Home(home)).find("flowers-vgg16").provenance().embeddings());
    Path other = directory.resolve("other");
    for (String option : List.of("--no-calibration", "--seed=0")) {
      Cli run =
          Cli.run(
              other,
              "train",
              "--embeddings",
              embeddings,
              "--hidden",
              8,
              "--epochs",
              8,
              "--split",
              "50/30/20",
              option);
      assertEquals(0, run.exitCode(), run.err());
    }
    List<JsonObject> figures =
        Stream.of("flowers-vgg16:1", "flowers-vgg16:2")
            .map(model -> Cli.run(other, "evaluate", "--json", "--model", model).out())
            .map(text -> JsonParser.parseString(text).getAsJsonObject())
            .toList();
    assertTrue(figures.get(0).get("temperature").isJsonNull());
    assertTrue(figures.get(0).get("uncalibrated").isJsonNull());
    assertTrue(!figures.get(1).get("temperature").isJsonNull());
    assertEquals(figures.get(0).get("confusion"), figures.get(1).get("confusion"));
    assertEquals(
        figures.get(0).get("loss").getAsDouble(),
        figures.get(1).getAsJsonObject("uncalibrated").get("loss").getAsDouble(),
        1e-5);
  }

  @Test
  void eachClassIsLeftOutInTurn() {
    JsonObject json =
        JsonParser.parseString(evaluate("--leave-class-out", "--json", "--max-novel", "0.1"))
            .getAsJsonObject();
    assertEquals("flowers-leave-class-out", json.get("format").getAsString());
    assertEquals(0.1, json.get("maxNovel").getAsDouble());
    assertEquals(5, json.getAsJsonArray("classes").size());
    double sum = 0;
    for (JsonElement element : json.getAsJsonArray("classes")) {
      assertEquals(24, element.getAsJsonObject().get("photos").getAsInt());
      double area = element.getAsJsonObject().getAsJsonObject("novelty").get("area").getAsDouble();
      assertTrue(area >= 0 && area <= 1, element.toString());
      sum += area;
    }
    assertEquals(sum / 5, json.getAsJsonObject("mean").get("noveltyArea").getAsDouble(), 1e-12);
    String text = evaluate("--leave-class-out", "--max-novel", "0.1");
    for (String word : List.of("AUROC", "tulips ", "mean ", "largest probability")) {
      assertTrue(text.contains(word), text);
    }
    assertEquals(
        List.of("1"),
        Stream.of(
                home.resolve("zoo/model/cv/image_classification/dev/flowers/flowers-vgg16")
                    .toFile()
                    .list())
            .filter(name -> name.matches("\\d+"))
            .toList(),
        "nothing was published");
  }

  private static String evaluate(Object... options) {
    Cli run = Cli.run(home, Stream.concat(Stream.of("evaluate"), Stream.of(options)).toArray());
    assertEquals(0, run.exitCode(), run.err());
    return run.out();
  }
}
