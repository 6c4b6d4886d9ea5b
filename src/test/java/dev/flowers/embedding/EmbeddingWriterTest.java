package dev.flowers.embedding;

import static dev.flowers.embedding.Samples.CLASSES;
import static dev.flowers.embedding.Samples.WIDTH;
import static dev.flowers.embedding.Samples.embed;
import static dev.flowers.embedding.Samples.photo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.tfrecord.CorruptRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingWriterTest {
  @TempDir Path dir;
  private Path target = Path.of("");
  private Path partial = Path.of("");

  @BeforeEach
  void name() {
    target = dir.resolve("flowers.tfrecord");
    partial = dir.resolve("flowers.tfrecord.partial");
  }

  @Test
  void nothingButTheTwoFilesIsLeft() throws IOException {
    embed(target, "trunk", 0, 1, 2);
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(
          List.of("flowers.tfrecord", "flowers.tfrecord.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void aRunKilledAtAnyByteAndTakenUpGivesTheFileOfAnUndisturbedOne() throws IOException {
    int[] numbers = {0, 1, 2, 3, 4};
    embed(target, "trunk", numbers);
    byte[] undisturbed = Files.readAllBytes(target);
    byte[] json = Files.readAllBytes(EmbeddingsInfo.beside(target));
    for (int cut = 0; cut < undisturbed.length; cut += 13) {
      Files.delete(target);
      Files.delete(EmbeddingsInfo.beside(target));
      try (EmbeddingWriter writer = open("trunk")) {
        embed(writer, numbers);
      }
      Files.write(partial, Arrays.copyOf(undisturbed, cut));
      int computed = embed(target, "trunk", numbers);
      assertEquals(5 - cut * 5 / undisturbed.length, computed, 1);
      assertArrayEquals(undisturbed, Files.readAllBytes(target), "cut at " + cut);
      assertArrayEquals(json, Files.readAllBytes(EmbeddingsInfo.beside(target)));
    }
  }

  @Test
  void leavesTheOldFileUntilTheNewOneIsComplete() throws IOException {
    embed(target, "trunk", 0, 1);
    byte[] old = Files.readAllBytes(target);
    try (EmbeddingWriter writer = open("trunk")) {
      embed(writer, 0, 1, 2);
    }
    assertArrayEquals(old, Files.readAllBytes(target));
    EmbeddingFile.open(target).close();
  }

  @Test
  void computesOnlyNewPhotosAndDropsRemovedOnes() throws IOException {
    assertEquals(4, embed(target, "trunk", 0, 1, 2, 3));
    assertEquals(1, embed(target, "trunk", 1, 3, 5));
    assertPhotos(photo(1), photo(3), photo(5));
  }

  @Test
  void dropsFromAnUnfinishedRunWhatIsNoLongerThere() throws IOException {
    try (EmbeddingWriter writer = open("trunk")) {
      embed(writer, 0, 1, 2);
    }
    try (EmbeddingWriter writer = open("trunk")) {
      assertEquals(3, writer.found());
      assertEquals(1, embed(writer, 0, 2, 3));
      assertEquals(3, writer.complete().count());
    }
    assertPhotos(photo(0), photo(2), photo(3));
  }

  @Test
  void aMovedPhotoKeepsItsCode() throws IOException {
    embed(target, "trunk", 0, 1);
    try (EmbeddingWriter writer = open("trunk")) {
      assertTrue(writer.reuse(photo(0).id(), false, 2, "tulip/moved.jpg"));
    }
    try (EmbeddingWriter writer = open("trunk")) {
      assertTrue(writer.reuse(photo(0).id(), false, 1, "rose/moved again.jpg"));
      writer.complete();
    }
    assertPhotos(photo(0).relabelled(1, "rose", "rose/moved again.jpg"));
  }

  @Test
  void aNewClassBeforeTheOthersRelabelsAnUnfinishedRun() throws IOException {
    try (EmbeddingWriter writer = open("trunk")) {
      embed(writer, 1);
    }
    List<String> more = List.of("aster", "daisy", "rose", "tulip");
    try (EmbeddingWriter writer = EmbeddingWriter.open(target, "trunk", more, WIDTH)) {
      assertTrue(writer.reuse(photo(1).id(), false, 2, photo(1).path()));
      writer.complete();
    }
    try (EmbeddingFile file = EmbeddingFile.open(target)) {
      assertEquals(more, file.classes());
      assertEquals(photo(1).relabelled(2, "rose", photo(1).path()), file.embedding(0));
    }
  }

  @Test
  void theSamePhotoTwiceIsKeptTwice() throws IOException {
    Embedding copy = photo(1).relabelled(1, "rose", "rose/copy.jpg");
    for (int run = 0; run < 2; run++) {
      try (EmbeddingWriter writer = open("trunk")) {
        for (Embedding photo : List.of(photo(1), copy, copy)) {
          if (!writer.reuse(photo.id(), false, photo.label(), photo.path())) {
            writer.append(photo);
          }
        }
        if (run == 1) {
          writer.complete();
        }
      }
    }
    assertPhotos(photo(1), copy, copy);
  }

  @Test
  void aPhotoAndItsMirrorImageAreKnownApart() throws IOException {
    try (EmbeddingWriter writer = open("trunk")) {
      writer.append(photo(1));
    }
    for (int run = 0; run < 2; run++) {
      try (EmbeddingWriter writer = open("trunk")) {
        Embedding mirror = Samples.mirror(1);
        assertTrue(writer.reuse(mirror.id(), false, 1, mirror.path()));
        assertEquals(run == 1, writer.reuse(mirror.id(), true, 1, mirror.path()));
        if (run == 0) {
          writer.append(mirror);
        }
        EmbeddingsInfo info = writer.complete();
        assertEquals(2, info.count());
        assertEquals(1, info.mirrors());
      }
      assertPhotos(photo(1), Samples.mirror(1));
    }
  }

  @Test
  void takesNothingFromAnotherTrunk() throws IOException {
    embed(target, "trunk", 0, 1);
    try (EmbeddingWriter writer = open("other")) {
      embed(writer, 0, 1);
    }
    try (EmbeddingWriter writer = open("trunk")) {
      assertEquals(0, writer.found());
    }
    assertEquals(2, embed(target, "other", 0, 1));
  }

  @Test
  void healsACompletionThatStoppedBetweenItsTwoFiles() throws IOException {
    embed(target, "trunk", 0, 1);
    byte[] old = Files.readAllBytes(target);
    embed(target, "other", 0, 1, 2);
    byte[] complete = Files.readAllBytes(target);
    Path json = EmbeddingsInfo.beside(target);
    // As it is when only the JSON has been replaced: the partial file is still there.
    Files.write(target, old);
    Files.write(partial, complete);
    new EmbeddingsInfo(CLASSES, "other", WIDTH, 0, 0, "").write(EmbeddingsInfo.beside(partial));
    assertThrows(IOException.class, () -> EmbeddingFile.open(target));

    assertEquals(0, embed(target, "other", 0, 1, 2));
    assertArrayEquals(complete, Files.readAllBytes(target));
    assertEquals("other", EmbeddingsInfo.read(json).trunk());
  }

  @Test
  void doesNotReplaceADamagedFileUnasked() throws IOException {
    embed(target, "trunk", 0, 1);
    byte[] bytes = Files.readAllBytes(target);
    bytes[40] ^= 1;
    Files.write(target, bytes);
    assertThrows(CorruptRecordException.class, () -> open("trunk"));
    // The failed opening has closed its files: they can be deleted on Windows too.
    Files.delete(partial);
    Files.delete(target);
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    Embedding p = photo(0);
    try (EmbeddingWriter writer = open("trunk")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.append(new Embedding(p.id(), 0, "daisy", "", new float[WIDTH + 1])));
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.append(new Embedding("", 0, "daisy", "", new float[WIDTH])));
      assertThrows(
          IllegalArgumentException.class, () -> writer.append(p.relabelled(1, "daisy", "")));
      assertThrows(IllegalArgumentException.class, () -> writer.reuse(p.id(), false, 3, ""));
      assertFalse(writer.reuse(p.id(), false, 0, p.path()));
    }
  }

  private EmbeddingWriter open(String trunk) throws IOException {
    return EmbeddingWriter.open(target, trunk, CLASSES, WIDTH);
  }

  private void assertPhotos(Embedding... photos) throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(target)) {
      assertEquals(photos.length, file.size());
      for (int row : IntStream.range(0, photos.length).toArray()) {
        assertEquals(photos[row], file.embedding(row));
      }
    }
  }
}
