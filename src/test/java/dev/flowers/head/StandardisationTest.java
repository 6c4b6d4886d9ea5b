package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardisationTest {
  @TempDir Path dir;

  @Test
  void measuresMeanAndDeviationOfTheGivenRowsAlone() throws IOException {
    try (EmbeddingFile file = file(new float[][] {{1, 0}, {3, 0}, {5, 0}, {99, 9}})) {
      Standardisation s = Standardisation.of(file, new int[] {0, 1, 2});
      assertArrayEquals(new double[] {3, 0}, s.mean(), 1e-12);
      // The population's deviation; an input that never varies gets 1.
      assertArrayEquals(new double[] {Math.sqrt(8 / 3.0), 1}, s.deviation(), 1e-12);
    }
  }

  @Test
  void doesNotTakeRoundingForVariation() throws IOException {
    float x = 1000;
    try (EmbeddingFile file = file(new float[][] {{x}, {Math.nextUp(x)}})) {
      assertEquals(1, Standardisation.of(file, new int[] {0, 1}).deviation()[0]);
    }
  }

  @Test
  void aFoldedLayerGivesForCodesWhatTheLayerGivesForStandardisedOnes() {
    Standardisation s = new Standardisation(new double[] {2, -1}, new double[] {4, 0.5});
    DenseLayer folded = s.fold(new float[] {1, 2, 3, 4, 5, 6}, new float[] {10, 20, 30});
    // (6, 0) is (1, 2) standardised.
    float[] outputs = folded.apply(new float[][] {{6, 0}})[0];
    assertArrayEquals(new float[] {10 + 1 + 4, 20 + 3 + 8, 30 + 5 + 12}, outputs, 1e-5f);
    assertArrayEquals(new float[] {-0.5f, 2}, s.shift());
    assertArrayEquals(new float[] {0.25f, 2}, s.scale());
  }

  @Test
  void namesTheRecordWithANumberThatIsNone() throws IOException {
    try (EmbeddingFile file = file(new float[][] {{1, 2}, {3, Float.NaN}})) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> Standardisation.of(file, new int[] {0, 1}));
      assertTrue(e.toString().contains("record 1 (1.jpg) has NaN as number 1"), e.toString());
    }
  }

  private EmbeddingFile file(float[][] codes) throws IOException {
    Path path = dir.resolve("codes.tfrecord");
    try (EmbeddingWriter writer =
        EmbeddingWriter.open(path, "trunk", List.of("all"), codes[0].length)) {
      for (int n = 0; n < codes.length; n++) {
        String id = "%064x".formatted(n);
        writer.append(new Embedding(id, 0, "all", n + ".jpg", codes[n]));
      }
      writer.complete();
    }
    return EmbeddingFile.open(path);
  }
}
