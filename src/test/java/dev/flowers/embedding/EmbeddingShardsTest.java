package dev.flowers.embedding;

import static dev.flowers.embedding.Samples.CLASSES;
import static dev.flowers.embedding.Samples.WIDTH;
import static dev.flowers.embedding.Samples.photo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.tfrecord.Compressed;
import dev.flowers.tfrecord.CorruptRecordException;
import dev.flowers.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files as one, and compressed ones. */
class EmbeddingShardsTest {
  @TempDir Path dir;

  @Test
  void rowsAreNumberedThroughAllShards() throws IOException {
    shard("a.tfrecord");
    shard("b.tfrecord", 0, 1);
    shard("c.tfrecord");
    shard("d.tfrecord.gz");
    shard("e.tfrecord", 2);
    gzip(shard("f.tfrecord", 3, 4, 5));
    shard("g.tfrecord");
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertPhotos(file, 0, 1, 2, 3, 4, 5);
      assertEquals(7, file.files().size());
      assertEquals(dir, file.file());
      assertEquals(CLASSES, file.classes());
      assertEquals("", file.info().trunk());
    }
  }

  @Test
  void aListAndAPatternAreReadAsOneToo() throws IOException {
    Path a = shard("a.tfrecord", 0, 1);
    Path b = shard("b.tfrecord", 2);
    try (EmbeddingFile file = EmbeddingFile.open(List.of(b, a))) {
      assertPhotos(file, 2, 0, 1);
      try (EmbeddingFile again = EmbeddingFile.open(file.file())) {
        assertPhotos(again, 2, 0, 1);
      }
    }
    try (EmbeddingFile file = EmbeddingFile.open(dir.resolve("{b,a}.tfrecord"))) {
      assertPhotos(file, 2, 0, 1);
    }
  }

  @Test
  void compressedFilesAreReadWhateverTheyAreCalled() throws IOException {
    byte[] plain = Files.readAllBytes(shard("x", 0, 1, 2));
    for (byte[] content : List.of(plain, Compressed.gzip(plain), Compressed.zlib(plain))) {
      for (String name : List.of("a.tfrecord", "a.tfrecord.gz")) {
        Path path = Files.write(dir.resolve(name), content);
        try (EmbeddingFile file = EmbeddingFile.open(path)) {
          assertPhotos(file, 0, 1, 2);
        }
      }
    }
  }

  @Test
  void theFingerprintDoesNotKnowHowRecordsAreSpreadAndCompressed() throws IOException {
    String expected;
    try (EmbeddingFile file = EmbeddingFile.open(shard("x", 0, 1, 2, 3, 4))) {
      expected = file.info().fingerprint();
    }
    gzip(shard("a.tfrecord", 4, 1));
    shard("b.tfrecord", 0, 3);
    shard("c.tfrecord", 2);
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertEquals(expected, file.info().fingerprint());
      String[] ids = Arrays.stream(file.rowsById()).mapToObj(file::id).toArray(String[]::new);
      assertArrayEquals(Arrays.stream(ids).sorted().toArray(), ids);
    }
  }

  @Test
  void readsFloatsThatAreNotPackedAsIfTheyWere() throws IOException {
    String expected;
    try (EmbeddingFile file = EmbeddingFile.open(shard("x", 0, 1, 2))) {
      expected = file.info().fingerprint();
    }
    Path path = dir.resolve("unpacked.tfrecord");
    try (TfRecordWriter writer = TfRecordWriter.create(path)) {
      for (int n = 0; n < 3; n++) {
        Embedding photo = photo(n);
        writer.write(
            WireExample.example(
                WireExample.entry("id", WireExample.text(photo.id())),
                WireExample.entry("class", WireExample.text(photo.className())),
                WireExample.entry("path", WireExample.text(photo.path())),
                WireExample.entry("label", WireExample.unpackedNumbers(photo.label())),
                WireExample.entry(
                    "code", WireExample.floats(WireExample.unpacked(photo.values())))));
      }
    }
    for (boolean compressed : new boolean[] {false, true}) {
      Path file = compressed ? gzip(path) : path;
      try (EmbeddingFile opened = EmbeddingFile.open(file)) {
        assertPhotos(opened, 0, 1, 2);
        assertEquals(expected, opened.info().fingerprint());
        ByteBuffer target = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
        opened.copyValues(1, target.position(3));
        assertEquals(3 + 4 * WIDTH, target.position());
        assertEquals(100, target.limit());
        assertEquals(photo(1).values()[5], target.getFloat(3 + 4 * 5));
      }
    }
  }

  @Test
  void namesTheShardOfAnotherWidth() throws IOException {
    shard("a.tfrecord", 0, 1);
    Embedding other = new Embedding("", 1, "", "", new float[] {1, 2});
    Path b = Samples.plain(dir.resolve("b.tfrecord"), photo(2), other);
    assertCorrupt(b, 1, "found a code of 2 numbers, expected 6");
  }

  @Test
  void classNamesAgreeThroughAllShards() throws IOException {
    shard("a.tfrecord", 0, 1);
    Path b = Samples.plain(dir.resolve("b.tfrecord"), photo(2).relabelled(1, "tulip", ""));
    assertCorrupt(
        b,
        0,
        "found label 1 with class \"tulip\", expected class \"rose\", as in an earlier record");
    Samples.plain(b, photo(2).relabelled(2, "rose", ""));
    assertCorrupt(
        b,
        0,
        "found label 2 with class \"rose\", expected another name,"
            + " or label 1, which has this one in an earlier record");
    Samples.plain(b, photo(2).relabelled(1, "", ""));
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertEquals(List.of("daisy", "rose"), file.classes());
    }
  }

  @Test
  void namesShardRecordAndOffsetOfDamage() throws IOException {
    shard("a.tfrecord", 0, 1);
    Path b = shard("b.tfrecord", 2, 3);
    byte[] bytes = Files.readAllBytes(b);
    bytes[bytes.length - 20] ^= 1;
    Files.write(b, bytes);
    long offset = bytes.length / 2;
    assertCorrupt(b, 1, b + ": record 1 at byte " + offset + ": found payload");
    Path c = gzip(b);
    assertCorrupt(c, 1, c + ": record 1 at byte " + offset + " of the decompressed data: found");
  }

  @Test
  void theJsonsBesideShardsAreComparedWithThemAndOneAnother() throws IOException {
    Path a = dir.resolve("a.tfrecord");
    Path b = dir.resolve("b.tfrecord");
    Samples.embed(a, "trunk", 0, 1, 2);
    Samples.embed(b, "trunk", 3, 4);
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertPhotos(file, 0, 1, 2, 3, 4);
      assertEquals("trunk", file.info().trunk());
      assertEquals(5, file.info().count());
      assertEquals(CLASSES, file.classes());
    }
    Path jsonB = EmbeddingsInfo.beside(b);
    String json = Files.readString(jsonB);
    Files.writeString(jsonB, json.replace("\"count\": 2", "\"count\": 3"));
    IOException e = assertThrows(IOException.class, () -> EmbeddingFile.open(dir));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(jsonB + ": found 3 records"), e.toString());

    Samples.embed(b, "other", 3, 4);
    assertInvalid(
        jsonB + ": found trunk other, expected trunk, as " + EmbeddingsInfo.beside(a) + " says");

    Files.delete(jsonB);
    assertInvalid(
        b
            + ": found no JSON beside it, but "
            + EmbeddingsInfo.beside(a)
            + ", expected one beside each file, or beside none");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = dir.resolve("missing.tfrecord");
    IOException e = assertThrows(IOException.class, () -> EmbeddingFile.open(missing));
    assertEquals(missing.toString(), e.getMessage());
  }

  @Test
  void saysWhichFileIsClosed() throws IOException {
    shard("a.tfrecord", 0);
    Path b = gzip(shard("b.tfrecord", 1));
    EmbeddingFile file = EmbeddingFile.open(dir);
    file.close();
    file.close();
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> file.values(1));
    assertEquals(b + " is closed", e.getMessage());
  }

  @Test
  void nothingOfTheTemporaryFileIsLeft() throws IOException {
    gzip(shard("a.tfrecord", 0, 1));
    Path damaged = gzip(shard("b.tfrecord", 2));
    byte[] bytes = Files.readAllBytes(damaged);
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertEquals(3, file.size());
    }
    assertEquals(List.of(), temporaryFiles());
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 9));
    assertCorrupt(damaged, 1, "found the end of the file within its GZIP data");
    assertEquals(List.of(), temporaryFiles());
  }

  private static List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("flowers-\\d+\\.tfrecord"))
          .toList();
    }
  }

  @Test
  void manyShardsAreRead() throws IOException {
    for (int n = 0; n < 300; n++) {
      Path file = shard(String.format(Locale.ROOT, "part-%05d-of-00300.tfrecord", n), n);
      if (n % 3 == 0) {
        gzip(file);
      }
    }
    try (EmbeddingFile file = EmbeddingFile.open(dir)) {
      assertPhotos(file, IntStream.range(0, 300).toArray());
    }
  }

  private Path shard(String name, int... numbers) throws IOException {
    Embedding[] photos = Arrays.stream(numbers).mapToObj(Samples::photo).toArray(Embedding[]::new);
    return Samples.plain(dir.resolve(name), photos);
  }

  /** Compresses a file and renames it. */
  private static Path gzip(Path file) throws IOException {
    Path compressed = file.resolveSibling(file.getFileName() + ".gz");
    Files.write(compressed, Compressed.gzip(Files.readAllBytes(file)));
    Files.delete(file);
    return compressed;
  }

  private static void assertPhotos(EmbeddingFile file, int... numbers) throws IOException {
    assertEquals(numbers.length, file.size());
    for (int row = 0; row < numbers.length; row++) {
      Embedding photo = photo(numbers[row]);
      assertEquals(photo, file.embedding(row));
      assertArrayEquals(photo.values(), file.values(row));
      assertEquals(photo.path(), file.path(row));
      assertEquals(OptionalInt.of(row), file.find(photo.id()));
    }
  }

  private void assertCorrupt(Path file, long record, String message) {
    CorruptRecordException e =
        assertThrows(CorruptRecordException.class, () -> EmbeddingFile.open(dir));
    assertEquals(record, e.record());
    assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": record"), e.toString());
    assertTrue(e.toString().contains(message), e.toString());
  }

  private void assertInvalid(String message) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> EmbeddingFile.open(dir));
    assertEquals(message, e.getMessage());
  }
}
