package dev.flowers.embedding;

import static dev.flowers.embedding.Samples.CLASSES;
import static dev.flowers.embedding.Samples.WIDTH;
import static dev.flowers.embedding.Samples.photo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.tfrecord.CorruptRecordException;
import dev.flowers.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Example;

class EmbeddingFileTest {
  @TempDir Path dir;
  private Path tfrecord = Path.of("");

  @BeforeEach
  void name() {
    tfrecord = dir.resolve("flowers.tfrecord");
  }

  @Test
  void tellsAllAboutEachRow() throws IOException {
    Samples.embed(tfrecord, "trunk", 0, 1, 2, 3, 4);
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      assertEquals(5, file.size());
      assertEquals(WIDTH, file.width());
      assertEquals(CLASSES, file.classes());
      assertEquals("trunk", file.info().trunk());
      for (int row = 0; row < 5; row++) {
        Embedding photo = photo(row);
        assertEquals(photo, file.embedding(row));
        assertEquals(photo.id(), file.id(row));
        assertEquals(photo.label(), file.label(row));
        assertEquals(photo.path(), file.path(row));
        assertArrayEquals(photo.values(), file.values(row));
        assertEquals(OptionalInt.of(row), file.find(photo.id()));
      }
      assertEquals(OptionalInt.empty(), file.find(photo(5).id()));
      assertThrows(IndexOutOfBoundsException.class, () -> file.label(5));
    }
  }

  @Test
  void opensAPlainFileOfLabelsAndCodes() throws IOException {
    Samples.plain(tfrecord, bare(2, 0.5f), bare(0, 1.5f), bare(0, 0.5f));
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      assertEquals(List.of("class0", "class1", "class2"), file.classes());
      assertEquals("", file.info().trunk());
      assertEquals("", file.path(0));
      assertArrayEquals(new float[] {0.5f, 1, 2}, file.values(0));
      assertEquals(file.id(0), file.id(2), "the same code is the same photo");
      assertNotEquals(file.id(0), file.id(1));
      assertEquals(OptionalInt.of(0), file.find(file.id(2)));
    }
  }

  @Test
  void takesTheClassNamesFromAPlainFilesFeatures() throws IOException {
    Samples.plain(tfrecord, photo(2), photo(0));
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      assertEquals(List.of("daisy", "class1", "tulip"), file.classes());
    }
  }

  @Test
  void refusesTwoNamesForOneClass() throws IOException {
    Samples.plain(tfrecord, photo(0), photo(1).relabelled(0, "rose", ""));
    assertCorrupt(1, "rose", "daisy");
  }

  @Test
  void refusesOneNameForTwoClasses() throws IOException {
    Samples.plain(tfrecord, photo(0), photo(1).relabelled(1, "daisy", ""));
    assertCorrupt(
        1, "found label 1 with class \"daisy\", expected another name, or label 0, which has this");
  }

  @Test
  void refusesANameThatAnotherClassHasForWantOfOne() throws IOException {
    Samples.plain(tfrecord, photo(1).relabelled(1, "", ""), photo(0).relabelled(0, "class1", ""));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> EmbeddingFile.open(tfrecord));
    assertEquals(
        tfrecord
            + ": found class \"class1\" with label 0, expected a name for label 1, too,"
            + " which is called so without one",
        e.getMessage());
  }

  @Test
  void refusesAClassNameThatDoesNotFitALine() throws IOException {
    for (String name : List.of("da\nisy", "daisy ", "\u001b[31m", "\u00a0")) {
      Samples.plain(tfrecord, photo(0), photo(1).relabelled(1, name, ""));
      assertCorrupt(
          1,
          "found label 1 with class " + ClassNames.quoted(name) + ", expected a class name of 1 to",
          "characters in one line, without control characters or white space at the ends");
    }
  }

  @Test
  void refusesNumbersThatAreNotFinite() throws IOException {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      byte[] label = WireExample.entry("label", WireExample.numbers(1));
      try (TfRecordWriter writer = TfRecordWriter.create(tfrecord)) {
        for (byte[] values :
            List.of(
                WireExample.packed(1, 2, 3, 4),
                WireExample.packed(1, 2, 3, bad),
                WireExample.packed(1, bad, 3, 4))) {
          writer.write(
              WireExample.example(label, WireExample.entry("code", WireExample.floats(values))));
        }
      }
      CorruptRecordException e =
          assertThrows(CorruptRecordException.class, () -> EmbeddingFile.open(tfrecord));
      assertEquals(
          tfrecord
              + (": record 1 at byte 64: found " + bad)
              + " as number 3 of the embedding (from 0), expected finite numbers",
          e.getMessage());
    }
  }

  @Test
  void anEmbeddingHasFiniteNumbers() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Embedding("", 0, "", "daisy/1.jpg", new float[] {1, bad}));
      assertEquals(
          "daisy/1.jpg: found "
              + bad
              + " as number 1 of the embedding (from 0), expected finite numbers",
          e.getMessage());
    }
  }

  @Test
  void refusesALabelOfSeveralNumbers() throws IOException {
    try (TfRecordWriter writer = TfRecordWriter.create(tfrecord)) {
      writer.write(Examples.encode(photo(0)));
      writer.write(
          WireExample.example(
              WireExample.entry("label", WireExample.numbers(0, 1, 0)),
              WireExample.entry("code", WireExample.floats(WireExample.packed(1, 2)))));
    }
    assertCorrupt(
        1, "flowers.tfrecord: record 1 at byte", "found 3 values in \"label\", expected one");
  }

  @Test
  void anEmptyFileHasNothing() throws IOException {
    Samples.plain(tfrecord);
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      assertEquals(0, file.size());
      assertTrue(file.classes().isEmpty());
    }
  }

  @Test
  void refusesARecordOfAnotherWidth() throws IOException {
    Samples.plain(tfrecord, photo(0), bare(1, 2));
    assertCorrupt(1, "3 numbers", "6");
  }

  @Test
  void refusesALabelThatIsNone() throws IOException {
    Samples.plain(tfrecord, new Embedding("", 70_000, "", "", new float[1]));
    assertCorrupt(0, "70000", "65535");
  }

  @Test
  void refusesATornTailAndADamagedRecord() throws IOException {
    Samples.embed(tfrecord, "trunk", 0, 1, 2);
    byte[] whole = Files.readAllBytes(tfrecord);
    Files.write(tfrecord, Arrays.copyOf(whole, whole.length - 1));
    assertCorrupt(2, "end of the file", "bytes");
    whole[whole.length / 2] ^= 1;
    Files.write(tfrecord, whole);
    assertCorrupt(1, "CRC", "0x");
  }

  @Test
  void refusesAClassThatTheJsonDoesNotName() throws IOException {
    Samples.plain(tfrecord, photo(2));
    new EmbeddingsInfo(CLASSES.subList(0, 2), "trunk", WIDTH, 1, 0, "")
        .write(EmbeddingsInfo.beside(tfrecord));
    assertCorrupt(0, "label 2", "below 2");
  }

  @Test
  void refusesAJsonThatDescribesAnotherFile() throws IOException {
    Samples.embed(tfrecord, "trunk", 0, 1);
    Samples.plain(tfrecord, photo(0), photo(4));
    IOException e = assertThrows(IOException.class, () -> EmbeddingFile.open(tfrecord));
    assertTrue(e.toString().contains("embed again"), e.toString());
  }

  @Test
  void theFingerprintKnowsTheContentAndNotTheOrder() throws IOException {
    String first = fingerprint(photo(0), photo(1), photo(2));
    assertEquals(64, first.length());
    assertEquals(first, fingerprint(photo(2), photo(0), photo(1)));
    assertNotEquals(first, fingerprint(photo(0), photo(1)));
    assertNotEquals(first, fingerprint(photo(0), photo(1), photo(2).relabelled(0, "daisy", "")));
    Embedding p = photo(2);
    Embedding otherCode =
        new Embedding(p.id(), p.label(), p.className(), p.path(), photo(3).values());
    assertNotEquals(first, fingerprint(photo(0), photo(1), otherCode));
  }

  @Test
  void rowsByIdDoNotDependOnTheOrderInTheFile() throws IOException {
    List<String> ids = ids(photo(0), photo(1), photo(2), photo(3));
    assertEquals(ids.stream().sorted().toList(), ids);
    assertEquals(ids, ids(photo(3), photo(0), photo(2), photo(1)));
  }

  @Test
  void mirrorImagesAreAmongTheRowsForWhoeverAsksForThem() throws IOException {
    Samples.plain(tfrecord, Samples.mirror(0), photo(1), Samples.mirror(1), photo(0));
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      assertEquals(4, file.size());
      assertEquals(2, file.info().mirrors());
      assertEquals(Set.of(1, 3), Set.copyOf(Arrays.stream(file.rowsById()).boxed().toList()));
      int[] all = file.rowsByIdWithMirrors();
      for (int i = 0; i < 4; i += 2) {
        assertEquals(file.id(all[i]), file.id(all[i + 1]));
        assertFalse(file.mirrored(all[i]));
        assertTrue(file.mirrored(all[i + 1]));
      }
      assertEquals(OptionalInt.of(3), file.find(photo(0).id()));
      assertEquals(OptionalInt.of(0), file.find(photo(0).id(), true));
    }
  }

  @Test
  void theFingerprintKnowsAMirrorImageFromAPhoto() throws IOException {
    Embedding mirror = Samples.mirror(0);
    Embedding same = new Embedding(mirror.id(), 0, "daisy", mirror.path(), mirror.values());
    assertNotEquals(fingerprint(photo(0), mirror), fingerprint(photo(0), same));
    assertEquals(fingerprint(photo(0), mirror), fingerprint(mirror, photo(0)));
  }

  @Test
  void refusesAMirrorImageOfNobodyKnowsWhichPhoto() throws IOException {
    Example.Builder example = Example.parseFrom(Examples.encode(Samples.mirror(0))).toBuilder();
    example.getFeaturesBuilder().removeFeature("id");
    try (TfRecordWriter writer = TfRecordWriter.create(tfrecord)) {
      writer.write(example.build().toByteArray());
    }
    assertCorrupt(0, "a mirror image without an id", "its photo's id");
  }

  @Test
  void copiesACodeBehindWhatTheBufferHolds() throws IOException {
    Samples.plain(tfrecord, photo(0));
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      ByteBuffer target = ByteBuffer.allocateDirect(100).order(ByteOrder.LITTLE_ENDIAN);
      file.copyValues(0, target.position(3));
      assertEquals(3 + 4 * WIDTH, target.position());
      assertEquals(100, target.limit());
      assertEquals(photo(0).values()[0], target.getFloat(3));
      assertThrows(
          IllegalArgumentException.class, () -> file.copyValues(0, target.position(100 - 23)));
      assertThrows(
          IllegalArgumentException.class, () -> file.copyValues(0, ByteBuffer.allocate(99)));
    }
  }

  @Test
  void saysThatItIsClosed() throws IOException {
    Samples.plain(tfrecord, photo(0));
    EmbeddingFile file = EmbeddingFile.open(tfrecord);
    file.close();
    file.close();
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> file.values(0));
    assertTrue(e.toString().contains("flowers.tfrecord is closed"), e.toString());
  }

  @Test
  void indexesThousandsOfRecords() throws IOException {
    Embedding[] photos = new Embedding[3000];
    Arrays.setAll(photos, Samples::photo);
    Samples.plain(tfrecord, photos);
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      for (int row = 0; row < photos.length; row += 7) {
        assertEquals(OptionalInt.of(row), file.find(photos[row].id()));
      }
    }
  }

  private void assertCorrupt(long record, String... words) {
    CorruptRecordException e =
        assertThrows(CorruptRecordException.class, () -> EmbeddingFile.open(tfrecord));
    assertEquals(record, e.record());
    for (String word : words) {
      assertTrue(e.toString().contains(word), e.toString());
    }
  }

  private String fingerprint(Embedding... photos) throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(Samples.plain(tfrecord, photos))) {
      return file.info().fingerprint();
    }
  }

  private List<String> ids(Embedding... photos) throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(Samples.plain(tfrecord, photos))) {
      return Arrays.stream(file.rowsById()).mapToObj(file::id).toList();
    }
  }

  private static Embedding bare(int label, float first) {
    return new Embedding("", label, "", "", new float[] {first, 1, 2});
  }
}
