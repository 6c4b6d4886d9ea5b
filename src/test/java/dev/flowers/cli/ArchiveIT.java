package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.JavaProcess;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Whole archives, named into files. */
class ArchiveIT {
  private static final double PROBABILITY = 1e-6;

  @TempDir static Path directory;
  private static Path home;
  private static Path photos;
  private static String embeddings = "";
  private Path work = directory;

  @BeforeAll
  static void train() throws IOException {
    PaintedHome painted = PaintedHome.in(directory, 10);
    home = painted.home();
    photos = painted.photos();
    // Smooth: a steep head magnifies the rounding of a batch.
    train("--photos", photos, "--seed", 1);
    embeddings =
        new ModelRepository(new Home(home)).find("flowers-vgg16").provenance().embeddings();
    train("--photos", photos, "--seed", 2, "--hidden", 4);
  }

  private static void train(Object... options) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "--epochs", 3, "--precision", "float32", "--weight-decay", 100));
    words.addAll(List.of(options));
    if (!words.contains("--hidden")) {
      words.addAll(List.of("--hidden", 0));
    }
    Cli run = Cli.run(home, words.toArray());
    assertEquals(0, run.exitCode(), run.err());
  }

  @BeforeEach
  void makeDirectory(TestInfo test) throws IOException {
    work = Files.createDirectory(directory.resolve(test.getTestMethod().orElseThrow().getName()));
  }

  @Test
  void linesAreWhatPredictPrints() throws IOException {
    Path bad = Files.writeString(work.resolve("bad.jpg"), "no photo");
    Path jsonl = work.resolve("out.jsonl");
    for (List<Object> options : List.<List<Object>>of(List.of(), List.of("--unknown"))) {
      Files.deleteIfExists(jsonl);
      Cli run = predict(options, "--jsonl", jsonl, bad, photos);
      assertEquals(1, run.exitCode(), run.err());
      assertTrue(run.out().contains("1 without an answer"), run.out());
      Cli plain = predict(options, "--json", bad, photos);
      assertSame(JsonParser.parseString(plain.out()).getAsJsonArray(), jsonl);
    }
    Path csv = work.resolve("out.csv");
    assertEquals(1, predict(List.of("--top", 2), "--csv", csv, bad, photos).exitCode());
    List<String> rows = Files.readAllLines(csv);
    assertEquals("photo,rank,class,probability,error", rows.get(0));
    assertTrue(rows.get(1).startsWith(bad + ",,,,"), rows.get(1));
    List<String> printed =
        predict(List.of("--top", 2), "--csv", bad, photos).out().lines().toList();
    assertEquals(printed.size() + 1, rows.size());
  }

  private static void assertSame(JsonArray expected, Path jsonl) throws IOException {
    List<String> lines = Files.readAllLines(jsonl);
    assertEquals(expected.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertSame(expected.get(i), JsonParser.parseString(lines.get(i)), "line " + i);
    }
  }

  private static void assertSame(JsonElement expected, JsonElement found, String at) {
    if (expected.isJsonObject()) {
      JsonObject object = expected.getAsJsonObject();
      assertEquals(object.keySet(), found.getAsJsonObject().keySet(), at);
      for (String key : object.keySet()) {
        assertSame(object.get(key), found.getAsJsonObject().get(key), at + "." + key);
      }
    } else if (expected.isJsonArray()) {
      assertEquals(expected.getAsJsonArray().size(), found.getAsJsonArray().size(), at);
      for (int i = 0; i < expected.getAsJsonArray().size(); i++) {
        assertSame(
            expected.getAsJsonArray().get(i), found.getAsJsonArray().get(i), at + "[" + i + "]");
      }
    } else if (expected.isJsonPrimitive() && expected.getAsJsonPrimitive().isNumber()) {
      // A novelty is a quotient of distances, not a probability.
      double bound = at.contains("novelty") || at.contains("distance") ? 1e-4 : PROBABILITY;
      assertEquals(expected.getAsDouble(), found.getAsDouble(), bound, at);
    } else {
      assertEquals(expected, found, at);
    }
  }

  /** The proof that no trunk is opened: there is none. */
  @Test
  void theNextHeadNamesTheSamePhotosWithoutATrunk() throws IOException {
    Path cache = work.resolve("cache.tfrecord");
    Path first = work.resolve("first.jsonl");
    Cli run =
        predict(List.of("--model", "flowers-vgg16:1"), "--jsonl", first, "--cache", cache, photos);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("0 by embeddings that were known, 50 embedded"), run.out());
    Path moved = Files.copy(photos.resolve("roses/roses-0001.jpg"), work.resolve("moved.jpg"));
    Path expected = work.resolve("expected.jsonl");
    assertEquals(0, predict(List.of(), "--jsonl", expected, photos, moved).exitCode());

    Path second = work.resolve("second.jsonl");
    Path trunks = Files.move(home.resolve("trunk"), directory.resolve("no-trunk"));
    try {
      Cli again = predict(List.of(), "--jsonl", second, "--cache", cache, photos, moved);
      assertEquals(0, again.exitCode(), again.err());
      assertTrue(again.out().contains("51 by embeddings that were known, 0 embedded"), again.out());
      Path bad = work.resolve("fromEmbeddings.jsonl");
      Cli embedded = predict(List.of(), "--jsonl", bad, "--embeddings", cache);
      assertEquals(0, embedded.exitCode(), embedded.err());
      assertEquals(51, Files.readAllLines(bad).size());
    } finally {
      Files.move(trunks, home.resolve("trunk"));
    }
    JsonArray lines = new JsonArray();
    Files.readAllLines(expected).forEach(line -> lines.add(JsonParser.parseString(line)));
    assertSame(lines, second);
    assertFalse(Files.readString(first).equals(Files.readString(second)), "another head");
  }

  @Test
  void aChangedPhotoIsEmbeddedAnew() throws IOException {
    Path cache = work.resolve("cache.tfrecord");
    Path photo = Files.copy(photos.resolve("roses/roses-0001.jpg"), work.resolve("photo.jpg"));
    predict(List.of(), "--jsonl", work.resolve("1.jsonl"), "--cache", cache, photo);
    Files.copy(
        photos.resolve("tulips/tulips-0002.jpg"),
        photo,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(photo, FileTime.fromMillis(1));
    Cli run = predict(List.of(), "--jsonl", work.resolve("2.jsonl"), "--cache", cache, photo);
    assertTrue(run.out().contains("0 by embeddings that were known, 1 embedded"), run.out());
    // Touched alone: it is read, and known by its content.
    Files.setLastModifiedTime(photo, FileTime.fromMillis(2_000_000));
    Cli touched = predict(List.of(), "--jsonl", work.resolve("3.jsonl"), "--cache", cache, photo);
    assertTrue(
        touched.out().contains("1 by embeddings that were known, 0 embedded"), touched.out());
    assertEquals(
        Files.readString(work.resolve("2.jsonl")), Files.readString(work.resolve("3.jsonl")));
  }

  @Test
  void theEmbeddingsOfTheTrainingGiveThePhotosAnswers() throws IOException {
    Path byPhotos = work.resolve("photos.jsonl");
    Path byEmbeddings = work.resolve("embeddings.jsonl");
    predict(List.of("--unknown"), "--jsonl", byPhotos, photos);
    Cli run = predict(List.of("--unknown"), "--jsonl", byEmbeddings, "--embeddings", embeddings);
    assertEquals(0, run.exitCode(), run.err());
    JsonArray expected = new JsonArray();
    for (String line : Files.readAllLines(byPhotos)) {
      JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
      Path photo = photos.relativize(Path.of(answer.get("photo").getAsString()));
      answer.addProperty("photo", photo.toString().replace('\\', '/'));
      expected.add(answer);
    }
    assertSame(expected, byEmbeddings);
    assertTrue(
        predict(List.of("--unknown"), "--jsonl", byEmbeddings, "--embeddings", embeddings)
            .out()
            .contains("50 stood there, 0 answered"));
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws IOException {
    Path out = work.resolve("out.jsonl");
    Path photo = photos.resolve("roses/roses-0001.jpg");
    predict(List.of("--model", "flowers-vgg16:1"), "--jsonl", out, photo);
    refused(
        "expected those of flowers-vgg16:2: go on with --model flowers-vgg16:1",
        "--jsonl",
        out,
        photo);
    refused(
        "made with top 5, expected 2",
        "--model",
        "flowers-vgg16:1",
        "--top",
        2,
        "--jsonl",
        out,
        photo);
    refused(
        "made with unknown none", "--model", "flowers-vgg16:1", "--unknown", "--jsonl", out, photo);
    Path cache = work.resolve("cache.tfrecord");
    predict(
        List.of("--precision", "float32"), "--jsonl", work.resolve("a"), "--cache", cache, photo);
    Files.writeString(
        cache.resolveSibling("cache.tfrecord.json"),
        Files.readString(cache.resolveSibling("cache.tfrecord.json"))
            .replaceFirst("\"trunk\": \"....", "\"trunk\": \"0000"));
    refused(
        "cache.tfrecord: found embeddings of 128 numbers by trunk 0000",
        "--jsonl",
        work.resolve("b"),
        "--cache",
        cache,
        photo);
    refused("found embeddings of trunk 0000", "--jsonl", work.resolve("c"), "--embeddings", cache);
    refused("--files-from: found it alone", "--files-from", out);
    refused("photos: found none", "--jsonl", out);
    refused("found files and folders and --files-from", "--jsonl", out, "--files-from", out, photo);
    refused(
        "expected it with photos alone", "--jsonl", out, "--embeddings", cache, "--cache", cache);
    refused("-: found a photo on standard input", "--jsonl", out, "-");
    refused("no such file", "--jsonl", out, work.resolve("none"));
    refused("--jsnol: found neither", "--jsonl", out, "--jsnol");
  }

  private static void refused(String message, Object... words) {
    Cli run = predict(List.of(), words);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }

  /** A list on standard input, and a process that is killed while it writes. */
  @Test
  void killedProcessesLeaveTheLinesOfAnUndisturbedOne() throws Exception {
    List<String> list = new ArrayList<>();
    try (Stream<Path> files = Files.walk(photos)) {
      List<String> once =
          files
              .filter(file -> file.toString().endsWith(".jpg"))
              .map(Path::toString)
              .sorted()
              .toList();
      Collections.nCopies(8, once).forEach(list::addAll);
    }
    byte[] lines = String.join("\n", list).getBytes(StandardCharsets.UTF_8);
    Path undisturbed = work.resolve("undisturbed.jsonl");
    Cli run =
        Cli.run(
            new ByteArrayInputStream(lines),
            home,
            "predict",
            "--jsonl",
            undisturbed,
            "--files-from",
            "-");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(400, Files.readAllLines(undisturbed).size());

    Path killed = work.resolve("killed.jsonl");
    Path from = Files.write(work.resolve("list"), lines);
    int kills = 0;
    for (int kill = 1; kill <= 3; kill++) {
      Process process =
          JavaProcess.builder(
                  JavaProcess.classPath(),
                  Main.class,
                  List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                  List.of(
                      "predict",
                      "--home",
                      home.toString(),
                      "--jsonl",
                      killed.toString(),
                      "--files-from",
                      from.toString()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        long enough = kill * Files.size(undisturbed) / 5;
        while (process.isAlive() && (!Files.exists(killed) || Files.size(killed) < enough)) {
          Thread.sleep(1);
        }
        kills += process.isAlive() ? 1 : 0;
      } finally {
        process.destroyForcibly();
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }
    assertTrue(kills > 0, "a process was killed before its end");
    Cli rest = Cli.run(home, "predict", "--jsonl", killed, "--files-from", from);
    assertEquals(0, rest.exitCode(), rest.err());
    assertArrayEquals(Files.readAllBytes(undisturbed), Files.readAllBytes(killed));
  }

  private static Cli predict(List<Object> options, Object... words) {
    List<Object> all = new ArrayList<>(List.of("predict"));
    all.addAll(options);
    if (!options.contains("--precision")
        && !List.of(words).contains("--embeddings")
        && !List.of(words).contains("--cache")) {
      all.addAll(List.of("--precision", "float32"));
    }
    all.addAll(List.of(words));
    return Cli.run(home, all.toArray());
  }
}
