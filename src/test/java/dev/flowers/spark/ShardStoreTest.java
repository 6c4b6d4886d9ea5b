package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.PhotoEntry;
import dev.flowers.embedding.ShardManifest;
import dev.flowers.embedding.ShardWriter;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardStoreTest {
  private static final List<String> CLASSES = List.of("daisy", "rose");
  private static final ShardManifest EMPTY =
      new ShardManifest("trunk", 2, CLASSES, 1, List.of(), List.of());

  @TempDir Path root;
  private Path dir;
  private ShardStore store;

  @BeforeEach
  void open() throws IOException {
    dir = root;
    HadoopFiles files = new HadoopFiles(new Configuration());
    store = new ShardStore(files, files.qualified(dir.toString()));
    Files.createDirectories(dir.resolve("_attempts"));
  }

  @Test
  void oneOfTwinsIsTakenAndTheOtherIsGone() throws IOException {
    attempt("run-0-a", 0, "x.jpg");
    attempt("run-0-b", 0, "x.jpg");
    attempt("run-1-a", 1, "y.jpg");
    Files.writeString(dir.resolve("_attempts/run-2-a.tfrecord"), "killed while it wrote");
    Files.writeString(dir.resolve("_attempts/run-3-a.json"), "{\"format\": 1, \"ru");
    List<EmbeddingAttempt> finished = store.finished();
    assertEquals(List.of(0, 1), finished.stream().map(EmbeddingAttempt::partition).toList());

    ShardManifest written = store.commit(EMPTY, true, finished);
    assertEquals(2, written.count());
    assertEquals(Optional.of(written), store.open());
    assertEquals(
        List.of("part-00000-of-00002.tfrecord", "part-00001-of-00002.tfrecord"),
        written.shards().stream().map(shard -> shard.records().name()).toList());
    assertFalse(Files.exists(dir.resolve("_attempts")));
  }

  @Test
  void aFurtherRunAddsShardsUnderOtherNames() throws IOException {
    attempt("run-0-a", 0, "x.jpg");
    ShardManifest first = store.commit(EMPTY, true, store.finished());
    Files.createDirectories(dir.resolve("_attempts"));
    attempt("more-0-a", 0, "y.jpg");
    ShardManifest second = store.commit(first, false, store.finished());
    assertEquals("part2-00000-of-00001.tfrecord", second.shards().get(1).records().name());
    assertEquals(2, second.count());
  }

  @Test
  void aDriverThatIsKilledWhileItRenamesIsTakenUp() throws IOException {
    attempt("run-0-a", 0, "x.jpg");
    attempt("run-1-a", 1, "y.jpg");
    // All that commit does, kept as it was before, and then what was done when it was killed.
    Path attempts = dir.resolve("_attempts");
    List<EmbeddingAttempt> finished = store.finished();
    byte[] first = Files.readAllBytes(attempts.resolve("run-0-a.tfrecord"));
    byte[] second = Files.readAllBytes(attempts.resolve("run-1-a.tfrecord"));
    ShardManifest written = store.commit(EMPTY, true, finished);
    for (int moved = 0; moved <= 4; moved++) {
      Files.deleteIfExists(dir.resolve(ShardManifest.FILE));
      Files.createDirectories(attempts);
      plan(written, finished);
      for (int i = 0; i < 4; i++) {
        ShardManifest.Shard to = written.shards().get(i / 2);
        ShardManifest.Shard from = finished.get(i / 2).shard();
        String target = i % 2 == 0 ? to.records().name() : to.index().name();
        String source = i % 2 == 0 ? from.records().name() : from.index().name();
        if (i >= moved) {
          Files.move(dir.resolve(target), attempts.resolve(source));
        }
      }
      assertEquals(Optional.of(written), store.open());
      assertEquals(-1, java.util.Arrays.mismatch(first, records(0)));
      assertEquals(-1, java.util.Arrays.mismatch(second, records(1)));
    }
  }

  @Test
  void whereARenameIsACopyAKilledDriverLeavesNoHalfAndNoDuplicate() throws IOException {
    Configuration settings = new Configuration();
    settings.set("fs.copying.impl", CopyingFileSystem.class.getName());
    HadoopFiles files = new HadoopFiles(settings);
    int ended = 0;
    for (int steps = 0; ended == steps; steps++) {
      dir = Files.createDirectories(root.resolve("out" + steps));
      store = new ShardStore(files, files.qualified("copying://" + dir));
      Files.createDirectories(dir.resolve("_attempts"));
      attempt("run-0-a", 0, "x.jpg");
      attempt("run-0-b", 0, "x.jpg");
      attempt("run-1-a", 1, "y.jpg");
      CopyingFileSystem.endAfter(steps);
      try {
        store.commit(EMPTY, true, store.finished());
      } catch (IOException e) {
        ended++;
      } finally {
        CopyingFileSystem.endAfter(Integer.MAX_VALUE);
      }
      Optional<ShardManifest> found = store.open();
      if (found.isEmpty()) {
        assertEquals(2, store.finished().size(), "after " + steps + " steps");
        found = Optional.of(store.commit(EMPTY, true, store.finished()));
      }
      assertEquals(2, found.get().count(), "after " + steps + " steps");
      try (EmbeddingFile shards = EmbeddingFile.open(dir)) {
        assertEquals(
            List.of("x.jpg", "y.jpg"), List.of(shards.path(0), shards.path(1)), steps + " steps");
      }
    }
    assertTrue(ended > 15, "ended " + ended + " times");
  }

  @Test
  void anotherFolderIsRefused() throws IOException {
    Files.writeString(dir.resolve("notes.txt"), "somebody's");
    String message =
        String.valueOf(assertThrows(InvalidInputException.class, store::open).getMessage());
    assertTrue(message.contains("found notes.txt but no manifest.json"), message);
  }

  @Test
  void aFileIsRefused() throws IOException {
    HadoopFiles files = store.files();
    Path file = Files.writeString(dir.resolve("file"), "no folder");
    ShardStore inFile = new ShardStore(files, files.qualified(file.toString()));
    String message =
        String.valueOf(assertThrows(InvalidInputException.class, inFile::open).getMessage());
    assertTrue(message.endsWith("file: found a file, expected a folder for shards"), message);
  }

  private byte[] records(int number) throws IOException {
    return Files.readAllBytes(dir.resolve("part-0000" + number + "-of-00002.tfrecord"));
  }

  private void plan(ShardManifest manifest, List<EmbeddingAttempt> finished) throws IOException {
    List<ShardStore.Move> moves = new java.util.ArrayList<>();
    for (int i = 0; i < finished.size(); i++) {
      ShardManifest.Shard from = finished.get(i).shard();
      ShardManifest.Shard to = manifest.shards().get(i);
      moves.add(new ShardStore.Move(from.records().name(), to.records()));
      moves.add(new ShardStore.Move(from.index().name(), to.index()));
    }
    store.writePlan(new ShardStore.Plan(manifest, moves));
  }

  private void attempt(String name, int partition, String photo) throws IOException {
    Path attempts = dir.resolve("_attempts");
    ShardManifest.Shard shard;
    try (OutputStream records = Files.newOutputStream(attempts.resolve(name + ".tfrecord"));
        OutputStream index = Files.newOutputStream(attempts.resolve(name + ".index.jsonl"))) {
      ShardWriter writer = new ShardWriter(records, index);
      writer.append(
          new PhotoEntry(photo, 1, 2, 0, "0".repeat(64), ""), "daisy", new float[] {1, 2});
      shard = writer.finish(name + ".tfrecord", name + ".index.jsonl");
    }
    EmbeddingAttempt.JSON.write(
        attempts.resolve(name + ".json"),
        new EmbeddingAttempt(
            name.substring(0, name.indexOf('-')),
            partition,
            "",
            "trunk",
            CLASSES,
            shard,
            List.of(),
            "p"));
  }
}
