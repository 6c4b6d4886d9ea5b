package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardizationTest {
  @TempDir Path dir;

  @Test
  void measuresMeanAndDeviationOfTheGivenRowsAlone() throws IOException {
    try (EmbeddingFile file = file(new float[][] {{1, 0}, {3, 0}, {5, 0}, {99, 9}})) {
      Standardization s = Standardization.of(file, new int[] {0, 1, 2});
      assertArrayEquals(new double[] {3, 0}, s.mean(), 1e-12);
      // The population's deviation; an input that never varies is always 0.
      double[] deviation = {Math.sqrt(8 / 3.0), Double.POSITIVE_INFINITY};
      assertArrayEquals(deviation, s.deviation(), 1e-12);
      assertEquals(0, s.scale()[1]);
      assertEquals(0, s.shift()[1], 0f);
    }
  }

  @Test
  void doesNotTakeRoundingForVariation() throws IOException {
    float x = 1e20f;
    try (EmbeddingFile file = file(new float[][] {{x, 1}, {Math.nextUp(x), 2}})) {
      double[] deviation = Standardization.of(file, new int[] {0, 1}).deviation();
      assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0.5}, deviation);
    }
  }

  @Test
  void aFoldedLayerGivesForCodesWhatTheLayerGivesForStandardizedOnes() {
    Standardization s = new Standardization(new double[] {2, -1}, new double[] {4, 0.5});
    DenseLayer folded = s.fold(new float[] {1, 2, 3, 4, 5, 6}, new float[] {10, 20, 30});
    // (6, 0) is (1, 2) standardized.
    float[] outputs = folded.apply(new float[][] {{6, 0}})[0];
    assertArrayEquals(new float[] {10 + 1 + 4, 20 + 3 + 8, 30 + 5 + 12}, outputs, 1e-5f);
    assertArrayEquals(new float[] {-0.5f, 2}, s.shift());
    assertArrayEquals(new float[] {0.25f, 2}, s.scale());
  }

  @Test
  void aSubnormalNumberBesideOthersIsIgnored() throws IOException {
    float[][] embeddings = {{0, 1}, {Float.MIN_VALUE, 2}, {1e-40f, 3}};
    try (EmbeddingFile file = file(embeddings)) {
      Standardization s = Standardization.of(file, new int[] {0, 1, 2});
      assertEquals(0, s.scale()[0]);
      DenseLayer folded = s.fold(new float[] {7, 1}, new float[] {0});
      assertEquals(0, folded.weights().get(0));
    }
  }

  @Test
  void refusesEmbeddingsOfWhichNoNumberVaries() throws IOException {
    for (float small : new float[] {0, Float.MIN_VALUE, 1e-40f, 1e-31f}) {
      try (EmbeddingFile file = file(new float[][] {{0, 5}, {small, 5}})) {
        assertRefused(
            file,
            file.file()
                + ": found no number that varies over the embeddings of the 2 training photos,"
                + " expected a standard deviation above 1e-30 and above a millionth of the mean");
      }
    }
  }

  @Test
  void refusesNumbersWhoseWeightsWouldBeTooSmallForAFloat() throws IOException {
    try (EmbeddingFile file = file(new float[][] {{1, 3e38f}, {2, -3e38f}})) {
      assertRefused(
          file,
          file.file()
              + ": number 1 of the embeddings: found a standard deviation of 3.0e+38 over the"
              + " training photos, expected at most 1e+30");
    }
  }

  /** Folded weights are normal floats from the smallest deviation to the largest. */
  @Test
  void weightsOfEveryDeviationAreNormalFloats() throws IOException {
    for (float size : new float[] {1e-29f, 1e-20f, 1, 1e20f, 9e29f}) {
      try (EmbeddingFile file = file(new float[][] {{size}, {-size}})) {
        Standardization s = Standardization.of(file, new int[] {0, 1});
        for (float weight : new float[] {1e-6f, 1e6f}) {
          float folded = s.fold(new float[] {weight}, new float[] {0}).weights().get(0);
          assertTrue(folded >= Float.MIN_NORMAL && Float.isFinite(folded), size + " " + weight);
          assertEquals(1, folded * size / weight, 1e-5);
        }
      }
    }
  }

  @Test
  void namesARowThatIsFarFromAllThatWasMeasured() throws IOException {
    float[][] embeddings = {{1, 5}, {2, 5}, {3, 6}, {1e20f, 5}, {2, 3e38f}};
    try (EmbeddingFile file = file(embeddings)) {
      Standardization s = Standardization.of(file, new int[] {0, 1});
      s.refuseOutliers(file, new int[] {2, 4}); // number 1 did not vary: it is ignored
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> s.refuseOutliers(file, new int[] {2, 3}));
      assertEquals(
          file.file()
              + ": record 3 (3.jpg), number 0 of the embedding: found 1.0E20, expected one near"
              + " those of the training photos, 1.5e+00 ± 5.0e-01",
          e.getMessage());
    }
  }

  private static void assertRefused(EmbeddingFile file, String message) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> Standardization.of(file, new int[] {0, 1}));
    assertEquals(message, e.getMessage());
  }

  private EmbeddingFile file(float[][] embeddings) throws IOException {
    Path path = dir.resolve("codes.tfrecord");
    try (EmbeddingWriter writer =
        EmbeddingWriter.open(path, "trunk", List.of("all"), embeddings[0].length)) {
      for (int n = 0; n < embeddings.length; n++) {
        String id = String.format(Locale.ROOT, "%064x", n);
        writer.append(new Embedding(id, 0, "all", n + ".jpg", embeddings[n]));
      }
      writer.complete();
    }
    return EmbeddingFile.open(path);
  }
}
