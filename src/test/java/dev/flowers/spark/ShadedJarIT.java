package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Classifications;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.flowers.FlowerClassifier;
import dev.flowers.JavaProcess;
import dev.flowers.SmallModel;
import dev.flowers.SmallTrunk;
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
  private static final int PER_CLASS = 8;
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
    cluster = new StandaloneCluster(directory.resolve("spark"), 2);
    painted = SmallModel.paintedIn(directory, PER_CLASS);
    trunk = SmallTrunk.convertedIn(painted.home().root());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aKilledExecutorChangesNothing() throws IOException, InterruptedException {
    Path photos = directory.resolve("photos");
    Path shards = directory.resolve("shards");
    String said = embedAndKillAnExecutor(photos, shards);
    int count = painted.photos().size();
    assertTrue(said.contains(count + " photos, " + count + " of them embedded now"), said);
    ShardRecords.assertAsOnOneMachine(trunk, photos, shards);
    for (String log : cluster.executorLogs()) {
      int opened = log.split("opened trunk", -1).length - 1;
      assertTrue(opened <= 1, "a process opened " + opened + " trunks:\n" + log);
    }
    assertFalse(Files.exists(shards.resolve("_attempts")));
  }

  @Test
  void classifiesAsOneMachineDoesAndABadPhotoIsARow() throws IOException, InterruptedException {
    Path photos = Files.createDirectories(directory.resolve("to classify"));
    Files.copy(painted.photos().get(3), photos.resolve("a.jpg"));
    Files.copy(painted.photos().get(30), photos.resolve("b.jpg"));
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
}
