package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.flowers.CopiedTree;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallModel;
import dev.flowers.SmallTrunk;
import dev.flowers.embedding.ShardManifest;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.trunk.vgg.SeededVgg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code spark-submit} starts, in a process that is driver and executor. */
@Timeout(300)
class SparkMainIT {
  @TempDir static Path directory;
  private static Home home;
  private static Trunk trunk;
  private static LocalSpark spark;

  @BeforeAll
  static void start() throws IOException {
    home = new Home(directory.resolve("home"));
    trunk = SmallTrunk.convertedIn(home.root());
    SmallModel.untrainedIn(home, trunk);
    spark = new LocalSpark(directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (spark != null) {
      spark.close();
    }
  }

  @Test
  void aPhotoWithAnotherPathIsFoundByItsContent() throws IOException {
    Path photos = paint("to-move", 3);
    // Names that Spark's own listing drops, and others that a listing of photos leaves out.
    Files.move(photos.resolve("daisy"), photos.resolve("_daisy"));
    Path out = directory.resolve("moved");
    List<Path> all = jpegs(photos);
    Files.writeString(photos.resolve("_daisy/._hidden.jpg"), "no photo");
    Files.writeString(
        Files.createDirectories(photos.resolve("__MACOSX")).resolve("x.jpg"), "no photo");
    LocalSpark.Reply first = embed(photos, out);
    assertSaid("15 photos, 15 of them embedded now, 0 found under other paths", first);
    assertSaid("0 skipped, 2 unused", first);

    Files.move(all.get(0), all.get(0).resolveSibling("_DSC 0001.jpg"));
    Path otherClass = all.get(14).resolveSibling("once of another class.jpg");
    Files.move(all.get(1), otherClass);
    Files.copy(all.get(2), all.get(2).resolveSibling("a copy.jpg"));
    // As long as it was, so that it looks the same but for its time.
    byte[] turned = Files.readAllBytes(all.get(5));
    Files.write(all.get(5), Arrays.copyOf(Files.readAllBytes(all.get(6)), turned.length));
    Path broken = all.get(3).resolveSibling("broken, %41.jpg");
    Files.writeString(broken, "no photo");
    assertSaid("16 photos, 1 of them embedded now, 3 found under other paths", embed(photos, out));
    assertEquals(
        List.of(photos.relativize(broken).toString()),
        manifest(out).skipped().stream().map(ShardManifest.SkippedPhoto::path).toList());
    assertTrue(
        manifest(out).skipped().get(0).reason().contains("expected"),
        manifest(out).skipped().toString());
    assertFalse(Files.exists(out.resolve("_attempts")));
    ShardManifest written = manifest(out);
    assertSaid("16 photos, 0 of them embedded now, 0 found", embed(photos, out));
    assertEquals(written, manifest(out));
    ShardRecords.assertAsOnOneMachine(trunk, photos, out);

    Files.copy(all.get(7), broken, StandardCopyOption.REPLACE_EXISTING);
    assertSaid("17 photos, 0 of them embedded now, 1 found under other paths", embed(photos, out));
    assertEquals(List.of(), manifest(out).skipped());
    ShardRecords.assertAsOnOneMachine(trunk, photos, out);
  }

  @Test
  void whatAKilledDriverHadCompletedIsTakenOver() throws IOException, InterruptedException {
    Path photos = paint("of-the-killed", 4);
    Path out = directory.resolve("killed");
    Path gated = jpegs(photos).get(7).resolveSibling("gated.jpg");
    Files.move(jpegs(photos).get(7), gated);
    Path closed = Files.createFile(gated.resolveSibling("closed"));
    String[] command = embedCommand("gate://" + photos, out, "--shards", "10");
    try (LocalSpark driver = new LocalSpark(directory)) {
      driver.begin(command);
      while (complete(out) < 3) {
        assertTrue(driver.isAlive());
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    Files.delete(closed);
    LocalSpark.Reply reply = spark.run(command);
    assertEquals(0, reply.exitCode(), reply.text());
    assertTrue(reply.text().contains("20 photos, "), reply.text());
    assertFalse(reply.text().contains(" 0 by a run that was killed"), reply.text());
    assertFalse(reply.text().contains(" 0 of them embedded now"), reply.text());
    ShardRecords.assertAsOnOneMachine(trunk, photos, out);
  }

  @Test
  void classifiesAgainAfterAKilledDriverButNeverOverAnswers() throws IOException {
    Path photos = Files.createDirectories(directory.resolve("to-classify/_deeper"));
    Files.copy(jpegs(paint("classified", 1)).get(0), photos.resolve("_1.jpg"));
    Files.writeString(photos.resolve(".hidden.jpg"), "no photo");
    Path out = directory.resolve("answers");
    Files.writeString(
        Files.createDirectories(out.resolve("_temporary/0/_temporary")).resolve("part-0"), "half");
    String[] command = {
      "classify",
      "--photos",
      directory.resolve("to-classify").toString(),
      "--home",
      home.root().toString(),
      "--model",
      "flowers-vgg16",
      "--format",
      "json",
      "--out",
      out.toString()
    };
    assertSaid("answers to 1 files", spark.run(command));
    assertFalse(Files.exists(out.resolve("_temporary")));

    Files.createDirectories(out.resolve("_temporary/0"));
    LocalSpark.Reply again = spark.run(command);
    assertEquals(2, again.exitCode(), again.text());
    assertTrue(again.text().contains("answers: found that it has "), again.text());
  }

  @Test
  void aProgramPassesTablesAndContents() throws IOException {
    Path photos = paint("for-a-program", 1);
    Path out = directory.resolve("of-a-program");
    LocalSpark.Reply reply =
        spark.run(
            "tables",
            trunk.directory().toString(),
            photos.toString(),
            out.toString(),
            home.root().toString());
    assertEquals(0, reply.exitCode(), reply.text());
    SaidEmbeddings expected =
        SaidEmbeddings.of(ShardRecords.onOneMachine(trunk, photos, directory));
    expected.assertWritten(ShardRecords.sorted(out.resolve("of-files")));
    expected.assertWritten(ShardRecords.sorted(out.resolve("of-table")));
    assertEquals(
        List.of("", "12:30.jpg"),
        manifest(out.resolve("of-table")).skipped().stream()
            .map(ShardManifest.SkippedPhoto::path)
            .sorted()
            .toList());

    assertEquals(7, rows(reply, "of-table").size());
    assertEquals(2, expected.assertSaid(rows(reply, "of-table"), "path: found "));
    assertEquals(5, rows(reply, "of-contents").size());
    assertEquals(1, expected.assertSaid(rows(reply, "of-contents"), "found no content, expected "));

    List<JsonObject> classified = rows(reply, "classified");
    assertEquals(5, classified.size());
    for (JsonObject row : classified) {
      boolean absent = row.get("path").getAsString().contains("/daisy/");
      assertEquals(absent, row.get("class").getAsString().isEmpty(), row.toString());
      assertEquals(absent, !row.get("error").getAsString().isEmpty(), row.toString());
      assertEquals(absent ? 0 : 2, row.get("probabilities").getAsJsonArray().size());
      assertEquals(Set.of("path", "class", "probability", "probabilities", "error"), row.keySet());
    }
  }

  private static List<JsonObject> rows(LocalSpark.Reply reply, String name) {
    return reply
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " {"))
        .map(line -> new Gson().fromJson(line.substring(name.length()), JsonObject.class))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          embed --photos {}/none --trunk {trunk} --out {}/o|none: found no such folder, expected one of photos
          embed --photos {}/flat --trunk {trunk} --out {}/o|flat: found the classes [], expected at least two
          embed --photos {}/photos --trunk {}/none --out {}/o|none
          embed --photos {}/photos --trunk {trunk} --out {}/foreign|foreign: found notes.txt but no manifest.json
          embed --photos {}/photos --trunk {trunk} --out nowhere://host/o|nowhere
          classify --photos {}/photos --home {}/home --model lilies --out {}/o|lilies
          classify --photos {}/photos --home {}/none --model flowers-vgg16 --out {}/o|flowers-vgg16
          trunk-goes {}/goes {}/photos {}/o|expected the trunk that the driver has in
          trunk-goes {}/changes {}/photos {}/o {}/other|, the driver's: give every machine the same directory
          """)
  void aFailureIsOneSentence(String command, String expected) throws IOException {
    prepareFaults();
    LocalSpark.Reply reply =
        spark.run(
            command
                .replace("{trunk}", trunk.directory().toString())
                .replace("{}", directory.toString())
                .split(" "));
    assertTrue(reply.exitCode() == 1 || reply.exitCode() == 2, reply.toString());
    assertEquals(1, reply.text().lines().count(), reply.text());
    assertTrue(reply.text().contains(expected), reply.text());
    assertFalse(reply.text().contains("xception"), reply.text());
  }

  private static void prepareFaults() throws IOException {
    if (Files.exists(directory.resolve("flat"))) {
      return;
    }
    Files.copy(
        jpegs(paint("photos", 1)).get(0),
        Files.createDirectories(directory.resolve("flat")).resolve("x.jpg"));
    Files.writeString(
        Files.createDirectories(directory.resolve("foreign")).resolve("notes.txt"), "somebody's");
    Path npy = Files.createDirectories(directory.resolve("weights")).resolve("other.npy");
    new SeededVgg(8, 32).write(npy, bytes -> {});
    CopiedTree.of(trunk.directory(), directory.resolve("goes"));
    CopiedTree.of(trunk.directory(), directory.resolve("changes"));
    Trunk other = new TrunkStore(directory.resolve("home2/trunk")).convert(npy, bytes -> {});
    CopiedTree.of(other.directory(), directory.resolve("other"));
  }

  private static Path paint(String name, int perClass) throws IOException {
    return PaintedPhotos.paint(directory.resolve(name), perClass, 3);
  }

  private static List<Path> jpegs(Path photos) throws IOException {
    try (Stream<Path> files = Files.walk(photos)) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  private static String[] embedCommand(String photos, Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("embed", "--photos", photos));
    words.addAll(List.of("--trunk", trunk.directory().toString(), "--out", out.toString()));
    words.addAll(List.of("--precision", "float32"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static LocalSpark.Reply embed(Path photos, Path out) throws IOException {
    return spark.run(embedCommand(photos.toString(), out));
  }

  private static void assertSaid(String expected, LocalSpark.Reply reply) {
    assertEquals(0, reply.exitCode(), reply.text());
    assertTrue(reply.text().contains(expected), reply.text());
  }

  private static ShardManifest manifest(Path out) throws IOException {
    Path file = out.resolve(ShardManifest.FILE);
    return ShardManifest.parse(file, Files.readString(file));
  }

  private static long complete(Path out) throws IOException {
    Path attempts = out.resolve("_attempts");
    if (!Files.isDirectory(attempts)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(attempts)) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
