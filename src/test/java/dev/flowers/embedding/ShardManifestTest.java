package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.tfrecord.CorruptRecordException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardManifestTest {
  @TempDir Path dir;

  @Test
  void onlyWhatTheManifestNamesIsReadInItsOrder() throws IOException {
    ShardManifest.Shard a = shard("a", 0, 1);
    ShardManifest.Shard b = shard("b", 2, 3);
    shard("left-by-a-killed-run", 4);
    Files.writeString(dir.resolve("part-00000-of-00002.tfrecord"), "half a record");
    manifest(b, a);
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertEquals(ids(2, 3, 0, 1), ids(file));
      assertEquals("trunk", file.info().trunk());
      assertEquals(Samples.CLASSES, file.classes());
      assertEquals(Samples.photo(3), file.embedding(1));
    }
  }

  @Test
  void droppedRecordsDoNotCount() throws IOException {
    ShardManifest.Shard a = shard("a", 0, 1, 2);
    ShardManifest.Shard b = shard("b", 3);
    manifest(new ShardManifest.Shard(a.records(), a.index(), 3, 0, List.of(0, 2)), b);
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertEquals(ids(1, 3), ids(file));
    }
  }

  @Test
  void theFingerprintIsThatOfOneFileWithTheSameRecords() throws IOException {
    manifest(shard("a", 4, 0), shard("b"), shard("c", 2, 1, 3));
    Path one = dir.resolve("one");
    Files.createDirectories(one);
    Samples.embed(one.resolve("one.tfrecord"), "trunk", 0, 1, 2, 3, 4);
    try (EmbeddingFile shards = EmbeddingFile.open(dir);
        EmbeddingFile file = EmbeddingFile.open(one.resolve("one.tfrecord"))) {
      assertEquals(file.info(), shards.info());
    }
  }

  @Test
  void refusesAShardThatIsMissingCutOrAnother() throws IOException {
    ShardManifest.Shard a = shard("a", 0, 1);
    ShardManifest.Shard b = shard("b", 2);
    manifest(a, b);
    Path file = dir.resolve("b.tfrecord");
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    assertRefused(file, "found no such shard, expected " + whole.length + " bytes");
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertRefused(file, "found " + (whole.length - 1) + " bytes");
    // As long, and a valid TFRecord.
    Files.write(file, Files.readAllBytes(dir.resolve(shard("c", 5).records().name())));
    assertEquals(whole.length, Files.size(file));
    assertRefused(file, "expected " + whole.length + " bytes with CRC-32C " + b.records().crc32c());
    Files.write(file, whole);
    EmbeddingFile.open(dir).close();
  }

  @Test
  void refusesARecordOfAnotherClass() throws IOException {
    ShardManifest.Shard a = shard("a", 0, 1);
    new ShardManifest("trunk", Samples.WIDTH, List.of("daisy", "lily"), 1, List.of(a), List.of());
    ShardManifest.JSON.write(
        dir.resolve(ShardManifest.FILE),
        new ShardManifest(
            "trunk", Samples.WIDTH, List.of("daisy", "lily"), 1, List.of(a), List.of()));
    assertThrows(CorruptRecordException.class, () -> EmbeddingFile.open(dir));
  }

  @Test
  void aFileOfAnotherDirectoryIsNoShard() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ShardManifest.StoredFile("../a.tfrecord", 1, "00000000"));
  }

  private void assertRefused(Path file, String part) {
    String message =
        String.valueOf(
            assertThrows(InvalidInputException.class, () -> EmbeddingFile.open(dir)).getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.contains(part), message);
  }

  private void manifest(ShardManifest.Shard... shards) throws IOException {
    ShardManifest.JSON.write(
        dir.resolve(ShardManifest.FILE),
        new ShardManifest("trunk", Samples.WIDTH, Samples.CLASSES, 1, List.of(shards), List.of()));
  }

  private ShardManifest.Shard shard(String name, int... photos) throws IOException {
    try (OutputStream records = Files.newOutputStream(dir.resolve(name + ".tfrecord"));
        OutputStream index = Files.newOutputStream(dir.resolve(name + ".index.jsonl"))) {
      ShardWriter writer = new ShardWriter(records, index);
      for (int photo : photos) {
        Embedding embedding = Samples.photo(photo);
        writer.append(
            new PhotoEntry(embedding.path(), 1, 2, embedding.label(), embedding.id(), ""),
            embedding.className(),
            embedding.values());
      }
      return writer.finish(name + ".tfrecord", name + ".index.jsonl");
    }
  }

  private static List<String> ids(int... photos) {
    List<String> ids = new ArrayList<>();
    for (int photo : photos) {
      ids.add(Samples.photo(photo).id());
    }
    return ids;
  }

  private static List<String> ids(EmbeddingFile file) {
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < file.size(); row++) {
      ids.add(file.id(row));
    }
    return ids;
  }
}
