package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Classifications;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.flowers.FlowerClassifier;
import dev.flowers.JavaProcess;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos in, a published classifier out. */
class PipelineIT {
  @TempDir static Path directory;
  private static PaintedHome painted;
  private static Cli training;

  @BeforeAll
  static void train() throws IOException {
    painted = PaintedHome.in(directory, 16);
    training =
        Cli.run(
            painted.home(),
            "train",
            "--photos",
            painted.photos(),
            "--precision",
            "float32", // to be compared to four decimals
            "--hidden",
            32,
            "--split",
            "60/20/20");
  }

  @Test
  void trainDoesAllThatIsMissingAndTellsIt() {
    assertEquals(0, training.exitCode(), training.err());
    for (String step : List.of("convert ", "embed ", "train ", "evaluate ", "publish ")) {
      assertTrue(training.out().contains("\n" + step) || training.out().startsWith(step), step);
    }
    assertTrue(training.out().contains("80 embedded now"), training.out());
    assertTrue(training.out().contains("flowers-vgg16:1"), training.out());
    assertTrue(
        Files.exists(painted.home().resolve("reports/flowers-vgg16-1/index.html")), training.out());
  }

  @Test
  void trainingAgainPublishesTheNextVersionAndEmbedsNothing() throws IOException {
    String[] command = {
      "train",
      "--photos",
      painted.photos().toString(),
      "--precision",
      "float32",
      "--hidden",
      "32",
      "--split",
      "60/20/20",
      "--name",
      "twice"
    };
    Cli first = Cli.run(painted.home(), (Object[]) command);
    Cli second = Cli.run(painted.home(), (Object[]) command);
    assertTrue(first.out().contains("0 embedded now"), first.out());
    assertTrue(second.out().contains("twice:2"), second.out());
    ModelRepository repository = new ModelRepository(new Home(painted.home()));
    assertEquals(2, repository.find("twice").version());
    assertEquals(1, repository.find("twice:1").version());
    // The same seed, the same bits.
    assertEquals(
        repository.find("twice:1").head().layers().get(0).weights(),
        repository.find("twice:2").head().layers().get(0).weights());
    String metadata =
        Files.readString(repository.find("twice").directory().resolveSibling("metadata.json"));
    assertTrue(metadata.indexOf("\"version\": \"2\"") < metadata.indexOf("\"version\": \"1\""));
    assertTrue(metadata.contains("\"version\": \"1\""), metadata);
  }

  @Test
  void predictionAgreesWithTheHeadOnTheEmbeddings() throws IOException {
    TrainedHead head = new ModelRepository(new Home(painted.home())).find("flowers-vgg16").head();
    Path tfrecord =
        Path.of(
            new ModelRepository(new Home(painted.home()))
                .find("flowers-vgg16")
                .provenance()
                .embeddings());
    try (FlowerClassifier classifier =
            FlowerClassifier.load(
                new Home(painted.home()), "flowers-vgg16", Optional.of(Precision.FLOAT32));
        EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      for (int row = 0; row < file.size(); row += 9) {
        float[] expected = head.probabilities(file.values(row));
        Classifications found = classifier.classify(painted.photos().resolve(file.path(row)));
        for (int label = 0; label < expected.length; label++) {
          assertEquals(
              expected[label], found.get(head.classes().get(label)).getProbability(), 1e-4);
        }
      }
    }
  }

  @Test
  void evaluateGivesTheFiguresThatTrainGave() {
    Cli evaluation = Cli.run(painted.home(), "evaluate", "--model", "flowers-vgg16:1");
    assertEquals(0, evaluation.exitCode(), evaluation.err());
    String figures =
        evaluation.out().lines().filter(line -> line.startsWith("accuracy ")).findFirst().get();
    assertTrue(training.out().contains(figures), figures + " in\n" + training.out());
  }

  /** A file of label and code alone, as the Python demo wrote it. */
  @Test
  void aPlainTfRecordIsTrainedOnAndEvaluatedButCannotPredict() throws IOException {
    Path plain = directory.resolve("plain.tfrecord");
    Path ours =
        Path.of(
            new ModelRepository(new Home(painted.home()))
                .find("flowers-vgg16")
                .provenance()
                .embeddings());
    Files.copy(ours, plain); // without the JSON that says which trunk made it
    Cli train =
        Cli.run(
            painted.home(),
            "train",
            "--embeddings",
            plain,
            "--name",
            "plain",
            "--hidden",
            8,
            "--epochs",
            2,
            "--split",
            "60/20/20");
    assertEquals(0, train.exitCode(), train.err());
    assertEquals(0, Cli.run(painted.home(), "evaluate", "--model", "plain").exitCode());
    Cli predict =
        Cli.run(
            painted.home(),
            "predict",
            "--model",
            "plain",
            painted.photos().resolve("daisy/daisy-0001.jpg"));
    assertEquals(2, predict.exitCode());
    assertTrue(predict.err().contains("does not say which trunk made it"), predict.err());
  }

  @Test
  void predictTakesFilesFoldersAndStandardInput() throws IOException {
    Path photo = painted.photos().resolve("tulips/tulips-0003.jpg");
    Cli file = Cli.run(painted.home(), "predict", photo);
    assertEquals(0, file.exitCode(), file.err());
    assertTrue(file.out().startsWith(photo + "  "), file.out());
    try (InputStream in = Files.newInputStream(photo)) {
      Cli piped = Cli.run(in, painted.home(), "predict", "-");
      assertEquals(file.out().replace(photo.toString(), "-"), piped.out());
    }
    Cli folder = Cli.run(painted.home(), "predict", painted.photos(), "--top", 1);
    assertEquals(80, folder.out().lines().count());
  }

  @Test
  void jsonAndCsvAreParsableAndABadPhotoCostsItselfAlone() throws IOException {
    Path photo = painted.photos().resolve("tulips/tulips-0003.jpg");
    Path bad = Files.writeString(directory.resolve("bad, \"quoted\".jpg"), "no photo");
    Cli json = Cli.run(painted.home(), "predict", "--json", bad, photo);
    JsonArray array = JsonParser.parseString(json.out()).getAsJsonArray();
    assertEquals(2, array.size());
    assertEquals(bad.toString(), array.get(0).getAsJsonObject().get("photo").getAsString());
    assertTrue(array.get(0).getAsJsonObject().has("error"));
    assertEquals(5, array.get(1).getAsJsonObject().getAsJsonArray("classes").size());
    assertEquals(1, json.exitCode());
    assertTrue(json.err().contains(bad.toString()), json.err());

    Cli csv = Cli.run(painted.home(), "predict", "--csv", "--top", 2, photo);
    List<String> lines = csv.out().lines().toList();
    assertEquals("photo,rank,class,probability", lines.get(0));
    assertTrue(lines.get(1).startsWith(photo + ",1,"), csv.out());
    assertEquals(3, lines.size());
    assertEquals(0, csv.exitCode());
  }

  @Test
  void exportWritesAModelAndReplacesItButNothingElse() throws IOException {
    Path target = directory.resolve("exported");
    Cli first = Cli.run(painted.home(), "export", "--to", target);
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.out().matches("export    flowers-vgg16:\\d+: \\d+ MB in .*\\R"), first.out());
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
    assertEquals(0, Cli.run(painted.home(), "export", "--to", target).exitCode());

    Files.writeString(target.resolve("notes.txt"), "mine");
    Cli refused = Cli.run(painted.home(), "export", "--to", target);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains(target + ": found [notes.txt], expected"), refused.err());
  }

  @Test
  void mirrorImagesAreTrainedOnAndNeverMeasured() throws IOException {
    Cli flip =
        Cli.run(
            painted.home(),
            "train",
            "--photos",
            painted.photos(),
            "--augment",
            "flip",
            "--hidden",
            8,
            "--epochs",
            2,
            "--split",
            "60/20/20",
            "--name",
            "flipped");
    assertEquals(0, flip.exitCode(), flip.err());
    assertTrue(
        flip.out()
            .contains("80 photos of 5 classes and 80 mirror images: 80 embedded now, 80 known"),
        flip.out());
    ModelRepository repository = new ModelRepository(new Home(painted.home()));
    var plain = repository.find("flowers-vgg16:1").provenance();
    var flipped = repository.find("flipped").provenance();
    assertEquals(2 * plain.head().trainCount(), flipped.head().trainCount());
    assertEquals(plain.head().validationCount(), flipped.head().validationCount());
    assertEquals(plain.test().photos(), flipped.test().photos());
    String report = Files.readString(painted.home().resolve("reports/flipped-1/index.html"));
    assertTrue(report.contains(flipped.head().trainCount() + " photos and mirror images of them"));

    Cli dropped = Cli.run(painted.home(), "embed", "--photos", painted.photos());
    assertTrue(dropped.out().contains("80 photos of 5 classes: 0 embedded now"), dropped.out());
  }

  @Test
  void aLearningRateThatIsTooHighIsSaidToBe() {
    Cli run =
        Cli.run(
            painted.home(),
            "train",
            "--photos",
            painted.photos(),
            "--learning-rate",
            1e30,
            "--weight-decay",
            0,
            "--name",
            "diverged");
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.err().contains("expected a lower one, such as 0.001"), run.err());
    assertFalse(run.err().contains("unexpected error"), run.err());
  }

  @Test
  void predictionLoadsNoPyTorch() throws Exception {
    Path log = directory.resolve("classes.log");
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            JavaProcess.builder(
                JavaProcess.classPath(),
                Main.class,
                List.of("-Xlog:class+load:file=" + log + ":tags"),
                List.of(
                    "predict",
                    "--home",
                    painted.home().toString(),
                    painted.photos().resolve("daisy/daisy-0001.jpg").toString())),
            120);
    assertEquals(0, outcome.exitCode(), outcome.output());
    assertEquals(1, outcome.output().lines().count(), outcome.output());
    String classes = Files.readString(log);
    assertTrue(
        classes.contains("dev.flowers.trunk.TrunkWithHead "), "the log has the loaded classes");
    assertFalse(classes.contains("ai.djl.pytorch.jni.PyTorchLibrary"));
    assertFalse(classes.contains("ai.djl.pytorch.engine.PtEngine "));
  }
}
