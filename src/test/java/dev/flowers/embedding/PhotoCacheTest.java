package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Sha256;
import dev.flowers.tfrecord.CorruptRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings of photos without labels. */
class PhotoCacheTest {
  private static final String TRUNK = "ab".repeat(32);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("cache.tfrecord");
  }

  @Test
  void aPhotoIsKnownByItsFileAndByItsContent() throws IOException {
    fill(300); // more than the tables begin with
    try (PhotoCache cache = PhotoCache.open(file, TRUNK, 3)) {
      assertEquals(300, cache.size());
      assertEquals(0, cache.cutOff());
      for (int i = 0; i < 300; i++) {
        int row = cache.find(photo(i)).orElseThrow();
        assertArrayEquals(values(i), cache.values(row));
        assertEquals(OptionalInt.of(row), cache.find(id(i)));
      }
      PhotoFile changed = new PhotoFile(photo(7).path(), 1007, 99);
      assertEquals(OptionalInt.empty(), cache.find(changed), "it was written since");
      assertEquals(OptionalInt.empty(), cache.find(new PhotoFile("/b/7", 1007, 7)));
      cache.append(changed, id(1000), values(1000));
      assertArrayEquals(values(1000), cache.values(cache.find(changed).orElseThrow()));
      assertEquals(OptionalInt.empty(), cache.find(photo(7)), "the new file took its place");
      assertTrue(cache.find(id(7)).isPresent(), "its content may come again");
    }
  }

  @Test
  void aTornRecordIsCutOffAtAnyByte() throws IOException {
    fill(3);
    byte[] whole = Files.readAllBytes(file);
    int record = whole.length / 3;
    for (int length = 2 * record; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (PhotoCache cache = PhotoCache.open(file, TRUNK, 3)) {
        assertEquals(2, cache.size(), "cut at byte " + length);
        assertEquals(length - 2 * record, cache.cutOff());
        cache.append(photo(2), id(2), values(2));
      }
      assertArrayEquals(whole, Files.readAllBytes(file));
    }
  }

  @Test
  void anotherTrunksEmbeddingsAreRefused() throws IOException {
    fill(1);
    for (String other : List.of("cd".repeat(32), TRUNK + "-bfloat16")) {
      InvalidInputException refusal =
          assertThrows(InvalidInputException.class, () -> PhotoCache.open(file, other, 3));
      assertTrue(
          String.valueOf(refusal.getMessage()).contains("by trunk " + TRUNK + ", expected 3 by"),
          refusal.getMessage());
    }
    assertThrows(InvalidInputException.class, () -> PhotoCache.open(file, TRUNK, 4));
    assertEquals(TRUNK, PhotoCache.trunk(file).orElseThrow());
    Files.delete(EmbeddingsInfo.beside(file));
    assertThrows(InvalidInputException.class, () -> PhotoCache.open(file, TRUNK, 3));
  }

  @Test
  void oneRunAtATimeHasIt() throws IOException {
    try (PhotoCache cache = PhotoCache.open(file, TRUNK, 3)) {
      assertEquals(0, cache.size());
      assertThrows(FileSystemException.class, () -> PhotoCache.open(file, TRUNK, 3));
    }
    PhotoCache.open(file, TRUNK, 3).close();
    assertEquals(List.of("cache.tfrecord", "cache.tfrecord.json"), names());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void itIsNothingToTrainOn() throws IOException {
    fill(2);
    CorruptRecordException refusal =
        assertThrows(CorruptRecordException.class, () -> EmbeddingFile.open(file).close());
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("label -1, a photo without a class"),
        refusal.getMessage());
  }

  @Test
  void theStreamHasEachPhotoOnceAsItIsNow() throws IOException {
    fill(3);
    try (PhotoCache cache = PhotoCache.open(file, TRUNK, 3)) {
      cache.append(new PhotoFile(photo(1).path(), 5, 5), id(9), values(9));
    }
    List<String> found = new ArrayList<>();
    try (EmbeddingStream stream = EmbeddingStream.open(file)) {
      assertEquals(TRUNK, stream.trunk());
      assertEquals(3, stream.width());
      while (stream.next()) {
        found.add(stream.name() + " " + stream.values()[0]);
      }
    }
    assertEquals(List.of("/a/0 0.0", "/a/2 2.0", "/a/1 9.0"), found);
  }

  @Test
  void aDamagedRecordEndsTheStream() throws IOException {
    fill(3);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 10] ^= 1;
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    Files.delete(EmbeddingsInfo.beside(file));
    try (EmbeddingStream stream = EmbeddingStream.open(file)) {
      assertEquals("", stream.trunk());
      assertTrue(stream.next());
      assertTrue(stream.next());
      assertThrows(CorruptRecordException.class, stream::next);
    }
  }

  private void fill(int count) throws IOException {
    try (PhotoCache cache = PhotoCache.open(file, TRUNK, 3)) {
      for (int i = 0; i < count; i++) {
        cache.append(photo(i), id(i), values(i));
      }
      cache.force();
    }
  }

  private static PhotoFile photo(int i) {
    return new PhotoFile("/a/" + i, 1000 + i, i);
  }

  private static String id(int i) {
    return new Sha256().update(Integer.toString(i).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static float[] values(int i) {
    return new float[] {i, -i, 0.5f};
  }
}
