package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Classifications;
import ai.djl.training.util.ProgressBar;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.flowers.FlowerClassifier;
import dev.flowers.JavaProcess;
import dev.flowers.SmallModel;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar for {@code spark-submit}, on a cluster of processes. */
class ShadedJarIT {
  private static final int PER_CLASS = 16;
  private static final long SECONDS = 300;

  @TempDir static Path directory;
  private static SmallModel.Painted painted;
  private static Trunk trunk;
  private static StandaloneCluster cluster;
  private static Path jar;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      jar =
          files
              .filter(file -> file.getFileName().toString().matches("flowers-vgg16-.*-spark\\.jar"))
              .findFirst()
              .orElseThrow(
                  () -> new AssertionError("no jar: run ./mvnw package -DskipTests -Pspark"));
    }
    painted = SmallModel.paintedIn(directory, PER_CLASS);
    trunk = SmallTrunk.convertedIn(painted.home().root());
    cluster = new StandaloneCluster(directory.resolve("spark"), 2);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aKilledExecutorChangesNothingAndASecondRunReadsOnlyWhatIsNew()
      throws IOException, InterruptedException {
    Path photos = directory.resolve("photos");
    Path shards = directory.resolve("shards");
    String said = embedAndKillAnExecutor(photos, shards);
    int count = painted.photos().size();
    assertTrue(said.contains(count + " photos, " + count + " of them embedded now"), said);
    assertEquals(List.of(), differences(oneMachine(photos, "before"), records(shards)));
    for (String log : cluster.executorLogs()) {
      int opened = log.split("opened trunk", -1).length - 1;
      assertTrue(opened <= 1, "a process opened " + opened + " trunks:\n" + log);
    }

    Path changed = painted.photos().get(0);
    Files.copy(painted.photos().get(1), changed, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(
        changed, java.nio.file.attribute.FileTime.from(1_700_000_000, TimeUnit.SECONDS));
    Files.copy(painted.photos().get(2), changed.resolveSibling("new photo, %41.jpg"));
    Files.writeString(changed.resolveSibling("broken.jpg"), "no photo");
    said = finish(cluster.submission(jar, embed(photos, shards)));
    assertTrue(said.contains((count + 1) + " photos, 2 of them embedded now"), said);
    assertTrue(said.contains("1 skipped"), said);
    assertEquals(List.of(), differences(oneMachine(photos, "after"), records(shards)));

    said = finish(cluster.submission(jar, embed(photos, shards)));
    assertTrue(said.contains("0 of them embedded now"), said);
    assertFalse(Files.exists(shards.resolve("_attempts")));
  }

  @Test
  void classifiesAsOneMachineDoesAndABadPhotoIsARow() throws IOException, InterruptedException {
    Path photos = Files.createDirectories(directory.resolve("to classify"));
    Files.copy(painted.photos().get(3), photos.resolve("a.jpg"));
    Files.copy(painted.photos().get(40), photos.resolve("b.jpg"));
    Files.writeString(photos.resolve("c.jpg"), "no photo");
    Path out = directory.resolve("answers");
    finish(
        cluster.submission(
            jar,
            "classify",
            "--photos",
            photos.toString(),
            "--home",
            painted.home().root().toString(),
            "--model",
            "flowers-vgg16",
            "--precision",
            "float32",
            "--format",
            "json",
            "--out",
            out.toString()));
    List<JsonObject> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        Files.readAllLines(file)
            .forEach(line -> rows.add(new Gson().fromJson(line, JsonObject.class)));
      }
    }
    rows.sort(Comparator.comparing(row -> row.get("path").getAsString()));
    assertEquals(3, rows.size());
    try (FlowerClassifier classifier =
        FlowerClassifier.load(painted.home(), "flowers-vgg16", Optional.of(Precision.FLOAT32))) {
      for (int i = 0; i < 2; i++) {
        Classifications.Classification best =
            classifier.classify(photos.resolve(i == 0 ? "a.jpg" : "b.jpg")).best();
        assertEquals(best.getClassName(), rows.get(i).get("class").getAsString());
        assertEquals(best.getProbability(), rows.get(i).get("probability").getAsDouble(), 1e-4);
        assertEquals(5, rows.get(i).get("probabilities").getAsJsonArray().size());
      }
    }
    assertEquals("", rows.get(2).get("class").getAsString());
    assertTrue(rows.get(2).get("error").getAsString().contains("expected"), rows.toString());
  }

  @Test
  void aFailureIsOneSentenceOfTheDriver() throws IOException, InterruptedException {
    Path foreign = Files.createDirectories(directory.resolve("foreign"));
    Files.writeString(foreign.resolve("notes.txt"), "somebody's");
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            cluster.submission(jar, embed(directory.resolve("photos"), foreign)), SECONDS);
    assertEquals(2, outcome.exitCode(), outcome.output());
    String sentence =
        outcome
            .output()
            .lines()
            .filter(line -> line.startsWith("flowers: "))
            .findFirst()
            .orElse("");
    assertTrue(sentence.contains("foreign: found notes.txt but no manifest.json"), sentence);
    assertFalse(outcome.output().contains("\tat "), outcome.output());
  }

  private static String[] embed(Path photos, Path out) {
    return new String[] {
      "embed",
      "--photos",
      photos.toString(),
      "--trunk",
      trunk.directory().toString(),
      "--out",
      out.toString(),
      "--precision",
      "float32",
      "--shards",
      "8"
    };
  }

  private static String embedAndKillAnExecutor(Path photos, Path shards)
      throws IOException, InterruptedException {
    Path log = directory.resolve("submission.log");
    Process driver =
        cluster.submission(jar, embed(photos, shards)).redirectOutput(log.toFile()).start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (attempts(shards) < 2) {
        assertTrue(driver.isAlive() && System.nanoTime() < end, Files.readString(log));
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertTrue(cluster.executors().get(0).destroyForcibly());
      assertTrue(driver.waitFor(SECONDS, TimeUnit.SECONDS), Files.readString(log));
      assertEquals(0, driver.exitValue(), Files.readString(log));
      return Files.readString(log);
    } finally {
      driver.destroyForcibly().waitFor();
    }
  }

  private static long attempts(Path shards) throws IOException {
    Path attempts = shards.resolve("_attempts");
    if (!Files.isDirectory(attempts)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(attempts)) {
      return files.filter(file -> file.toString().endsWith(".tfrecord")).count();
    }
  }

  private static String finish(ProcessBuilder submission) throws IOException, InterruptedException {
    JavaProcess.Outcome outcome = JavaProcess.run(submission, SECONDS);
    assertEquals(0, outcome.exitCode(), outcome.output());
    return outcome.output();
  }

  private static List<Embedding> oneMachine(Path photos, String name) throws IOException {
    Path tfrecord = directory.resolve(name).resolve("photos.tfrecord");
    new Embedder(trunk, ImageDecoder.withDefaults())
        .embed(PhotoFolder.list(photos), tfrecord, new ProgressBar());
    return records(tfrecord);
  }

  private static List<Embedding> records(Path path) throws IOException {
    List<Embedding> records = new ArrayList<>();
    try (EmbeddingFile file = EmbeddingFile.open(path)) {
      for (int row = 0; row < file.size(); row++) {
        records.add(file.embedding(row));
      }
    }
    records.sort(Comparator.comparing(Embedding::path));
    return records;
  }

  /** Where two lists differ in more than 1e-5 of an embedding's length. */
  private static List<String> differences(List<Embedding> expected, List<Embedding> found) {
    assertArrayEquals(
        expected.stream().map(ShadedJarIT::named).toArray(),
        found.stream().map(ShadedJarIT::named).toArray());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      float[] a = expected.get(i).values();
      float[] b = found.get(i).values();
      double length = 0;
      double apart = 0;
      for (int k = 0; k < a.length; k++) {
        length += (double) a[k] * a[k];
        apart += ((double) a[k] - b[k]) * ((double) a[k] - b[k]);
      }
      if (Math.sqrt(apart) > 1e-5 * Math.sqrt(length)) {
        differences.add(expected.get(i).path());
      }
    }
    return differences;
  }

  private static List<Object> named(Embedding embedding) {
    return List.of(embedding.path(), embedding.id(), embedding.label(), embedding.className());
  }
}
