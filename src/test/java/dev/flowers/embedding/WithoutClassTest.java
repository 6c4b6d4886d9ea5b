package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings as if a class had never been there. */
class WithoutClassTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");

  @TempDir Path directory;

  @Test
  void theOtherPhotosKeepTheirRowsAndTheClassesBehindMoveUp() throws IOException {
    Path path = write();
    try (EmbeddingFile file = EmbeddingFile.open(path)) {
      EmbeddingFile some = file.withoutClass(1);
      assertEquals(List.of("a", "c"), some.classes());
      assertEquals(4, some.size());
      assertEquals(2, some.info().mirrors());
      assertNotEquals(file.info().fingerprint(), some.info().fingerprint());
      assertArrayEquals(
          Arrays.stream(file.rowsByIdWithMirrors()).filter(row -> file.label(row) != 1).toArray(),
          some.rowsByIdWithMirrors());
      assertEquals(2, some.rowsById().length);
      for (int row : some.rowsByIdWithMirrors()) {
        assertEquals(file.classes().get(file.label(row)), some.classes().get(some.label(row)));
        assertArrayEquals(file.values(row), some.values(row));
        assertTrue(some.find(some.id(row)).isPresent());
      }
      int hidden =
          Arrays.stream(file.rowsById())
              .filter(row -> file.label(row) == 1)
              .findFirst()
              .orElseThrow();
      assertThrows(IllegalArgumentException.class, () -> some.label(hidden));
      assertTrue(some.find(file.id(hidden)).isEmpty());
      assertThrows(IllegalStateException.class, () -> some.withoutClass(0));
    }
  }

  @Test
  void closingItLeavesTheFileOpen() throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(write())) {
      file.withoutClass(0).close();
      assertEquals(2, file.values(0).length);
    }
  }

  private Path write() throws IOException {
    Path path = directory.resolve("a");
    try (EmbeddingWriter writer = EmbeddingWriter.open(path, "trunk", CLASSES, 2)) {
      for (int label = 0; label < 3; label++) {
        String id = Integer.toString(label).repeat(64);
        String name = CLASSES.get(label);
        for (boolean mirrored : new boolean[] {false, true}) {
          writer.append(
              new Embedding(id, label, name, name + ".jpg", new float[] {label, 1}, mirrored));
        }
      }
      writer.complete();
    }
    return path;
  }
}
