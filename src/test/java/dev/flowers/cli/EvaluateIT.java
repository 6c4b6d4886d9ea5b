package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.storage.Home;
import dev.flowers.storage.LockedHome;
import dev.flowers.tfrecord.TfRecordWriter;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.Int64List;

/** A model measured on its own embeddings, and on others. */
class EvaluateIT {
  private static final String OWN_REPORT = "flowers-vgg16-1";

  @TempDir static Path directory;
  private static Path home;
  private static Path own;
  private static String trunk;
  private static List<String> classes;

  @TempDir Path work;

  @BeforeAll
  static void train() throws IOException {
    home = directory.resolve("home");
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 12, 1);
    SmallTrunk.weights(home);
    Cli training =
        Cli.run(
            home, "train", "--photos", photos, "--hidden", 8, "--epochs", 2, "--split", "60/20/20");
    assertEquals(0, training.exitCode(), training.err());
    PublishedModel model = new ModelRepository(new Home(home)).find("flowers-vgg16");
    own = Path.of(model.provenance().embeddings());
    trunk = model.provenance().head().trunk();
    classes = model.classes();
  }

  @Test
  void jsonIsAllThatIsOnStandardOutputAndHasTheFiguresOfTheText() {
    Cli text = Cli.run(home, "evaluate");
    Cli run = Cli.run(home, "evaluate", "--json");
    assertEquals(0, run.exitCode(), run.err());
    JsonObject json = parse(run);
    assertEquals("flowers-vgg16:1", json.get("model").getAsString());
    assertEquals(own.toString(), json.get("embeddings").getAsString());
    assertEquals("test", json.get("part").getAsString());
    String figures =
        String.format(
            Locale.ROOT,
            "accuracy %.4f, loss %.4f, macro F1 %.4f on %d photos",
            json.get("accuracy").getAsDouble(),
            json.get("loss").getAsDouble(),
            json.get("macroF1").getAsDouble(),
            json.get("photos").getAsInt());
    assertTrue(text.out().contains(figures), figures + " in\n" + text.out());
    for (JsonElement photo : json.getAsJsonArray("hardest")) {
      String path = photo.getAsJsonObject().get("path").getAsString();
      assertTrue(Files.exists(Path.of(path)), path);
    }
    assertTrue(run.err().contains("report "), run.err());
  }

  @Test
  void quietKeepsToTheFigures() {
    Cli run = Cli.run(home, "evaluate", "--quiet");
    assertTrue(run.out().startsWith("accuracy "), run.out());
    assertFalse(run.out().contains("report"), run.out());
    assertEquals("", run.err());
    Cli json = Cli.run(home, "evaluate", "--json", "-q");
    assertTrue(parse(json).has("accuracy"));
    assertEquals("", json.err());
  }

  @Test
  void embeddingsInTheOtherPrecisionAreEvaluatedWithANote() throws IOException {
    String other =
        Precision.of(trunk) == Precision.FLOAT32
            ? trunk + "-bfloat16"
            : Precision.fingerprint(trunk);
    Path file = rewrite("rounded.tfrecord", other, SmallTrunk.WIDTH, Set.of());
    Cli run = Cli.run(home, "evaluate", "--embeddings", file);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains(file + " holds embeddings in " + Precision.of(other)), run.out());
  }

  @Test
  void codesOfAnotherTrunkAreRefusedAndBothTrunksNamed() throws IOException {
    String other = "0".repeat(64);
    Path file = rewrite("other.tfrecord", other, SmallTrunk.WIDTH, Set.of());
    Cli run = Cli.run(home, "evaluate", "--embeddings", file);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains(file.toString()), run.err());
    assertTrue(run.err().contains(other), run.err());
    assertTrue(run.err().contains(trunk), run.err());
    assertFalse(Files.exists(report("other.tfrecord")));
  }

  @Test
  void codesOfAnotherWidthAreRefused() throws IOException {
    Path file = rewrite("narrow.tfrecord", trunk, 16, Set.of());
    Cli run = Cli.run(home, "evaluate", "--embeddings", file);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains("found embeddings of 16 numbers, expected 128"), run.err());
  }

  @Test
  void aClassThatTheModelHasNotIsRefused() throws IOException {
    Path file = work.resolve("zebras.tfrecord");
    try (EmbeddingFile from = EmbeddingFile.open(own);
        EmbeddingWriter writer =
            EmbeddingWriter.open(file, trunk, List.of("zebra"), SmallTrunk.WIDTH)) {
      for (int row = 0; row < from.size(); row++) {
        writer.append(new Embedding(from.id(row), 0, "zebra", "z.jpg", from.values(row)));
      }
      writer.complete();
    }
    Cli run = Cli.run(home, "evaluate", "--embeddings", file);
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains("found class zebra, expected one of the model's"), run.err());
  }

  @Test
  void classesAreKnownByNameNotByNumber() throws IOException {
    // Without daisies and dandelions, roses are label 0.
    Path file = rewrite("some.tfrecord", trunk, SmallTrunk.WIDTH, Set.of("daisy", "dandelion"));
    int[][] whole = confusionOfAllParts(own);
    int[][] some = confusionOfAllParts(file);
    for (int label = 0; label < classes.size(); label++) {
      assertArrayEquals(label < 2 ? new int[classes.size()] : whole[label], some[label]);
    }
  }

  @Test
  void aFileThatDoesNotSayItsTrunkIsTakenWithANoteAndGetsAReportOfItsOwn() throws IOException {
    assertEquals(0, Cli.run(home, "evaluate").exitCode());
    String before = Files.readString(report(OWN_REPORT));
    Path plain = Files.copy(own, work.resolve("plain.tfrecord"));
    Cli run = Cli.run(home, "evaluate", "--embeddings", plain);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.out().contains(plain + " does not say which trunk made its embeddings"), run.out());
    assertEquals(before, Files.readString(report(OWN_REPORT)));
    String page = Files.readString(report(OWN_REPORT + "-plain.tfrecord"));
    // Whose photos these are is not known: a placeholder for each, and one for the map's sheet.
    assertTrue(pictures(before).size() > 2, "the model's own report has pictures");
    assertTrue(pictures(page).size() <= 2, pictures(page).size() + " different pictures");
  }

  /** As the Python demo wrote it. */
  @Test
  void labelsWithoutNamesAreTheModelsClassesInTheirOrder() throws IOException {
    Path seed = work.resolve("seed.tfrecord");
    try (EmbeddingFile from = EmbeddingFile.open(own);
        TfRecordWriter writer = TfRecordWriter.create(seed)) {
      for (int row = 0; row < from.size(); row++) {
        FloatList.Builder values = FloatList.newBuilder();
        for (float number : from.values(row)) {
          values.addValue(number);
        }
        Features.Builder features =
            Features.newBuilder()
                .putFeature(
                    "label",
                    Feature.newBuilder()
                        .setInt64List(Int64List.newBuilder().addValue(from.label(row)))
                        .build())
                .putFeature("code", Feature.newBuilder().setFloatList(values).build());
        writer.write(Example.newBuilder().setFeatures(features).build().toByteArray());
      }
    }
    Cli run = Cli.run(home, "evaluate", "--embeddings", seed);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("labels without names"), run.out());
    // Its ids are others, and so are its parts; all together are the same photos.
    assertArrayEquals(confusionOfAllParts(own), confusionOfAllParts(seed));
  }

  @Test
  void theReportWaitsForNobodyElseToWrite() throws IOException {
    try (LockedHome locked = LockedHome.of(new Home(home))) {
      assertTrue(locked != null);
      Cli refused = Cli.run(home, "evaluate");
      assertEquals(1, refused.exitCode());
      assertTrue(refused.err().contains("another run is writing here"), refused.err());
      assertEquals("", refused.out());
      assertEquals(0, Cli.run(home, "evaluate", "--part", "train").exitCode(), "writes nothing");
    }
  }

  /** The own embeddings as if made by another trunk, cut to a width, without some classes. */
  private Path rewrite(String name, String otherTrunk, int width, Set<String> without)
      throws IOException {
    Path file = work.resolve(name);
    List<String> left = classes.stream().filter(each -> !without.contains(each)).toList();
    try (EmbeddingFile from = EmbeddingFile.open(own);
        EmbeddingWriter writer = EmbeddingWriter.open(file, otherTrunk, left, width)) {
      for (int row = 0; row < from.size(); row++) {
        Embedding embedding = from.embedding(row);
        int label = left.indexOf(classes.get(embedding.label()));
        if (label >= 0) {
          writer.append(
              new Embedding(
                  embedding.id(),
                  label,
                  left.get(label),
                  embedding.path(),
                  Arrays.copyOf(from.values(row), width)));
        }
      }
      writer.complete();
    }
    return file;
  }

  private static int[][] confusionOfAllParts(Path file) {
    int[][] sum = new int[classes.size()][classes.size()];
    for (Split.Part part : Split.Part.values()) {
      Cli run = Cli.run(home, "evaluate", "--json", "--embeddings", file, "--part", part);
      assertEquals(0, run.exitCode(), run.err());
      for (int i = 0; i < sum.length; i++) {
        for (int j = 0; j < sum.length; j++) {
          sum[i][j] +=
              parse(run).getAsJsonArray("confusion").get(i).getAsJsonArray().get(j).getAsInt();
        }
      }
    }
    assertTrue(Stream.of(sum).flatMapToInt(Arrays::stream).sum() > 0);
    return sum;
  }

  private static Set<String> pictures(String page) {
    Set<String> pictures = new TreeSet<>();
    Matcher matcher = Pattern.compile("data:image/jpeg;base64,[^\"]+").matcher(page);
    while (matcher.find()) {
      pictures.add(matcher.group());
    }
    return pictures;
  }

  private static Path report(String name) {
    return home.resolve("reports").resolve(name).resolve("index.html");
  }

  private static JsonObject parse(Cli run) {
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }
}
