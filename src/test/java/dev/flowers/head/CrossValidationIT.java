package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Folds;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossValidationIT {
  private static final HeadOptions OPTIONS =
      HeadOptions.builder()
          .optHidden(16)
          .optEpochs(12)
          .optBatchSize(16)
          .optLearningRate(0.01f)
          .build();

  @TempDir Path dir;

  @Test
  void eachPhotoIsTestedOnceByAHeadThatIsGoodAtIt() throws IOException {
    try (EmbeddingFile file = new Blobs(3, 24, 4).write(dir.resolve("a"), 200)) {
      List<Integer> tested = new ArrayList<>();
      int right = 0;
      for (int number = 0; number < 4; number++) {
        CrossValidation.Round round = round(file, 4, number);
        tested.addAll(round.rows());
        for (int n = 0; n < round.rows().size(); n++) {
          int label = file.label(round.rows().get(n));
          right += round.probabilities().get(n)[label] > 0.5 ? 1 : 0;
        }
      }
      tested.sort(null);
      assertEquals(IntStream.range(0, 200).boxed().toList(), tested);
      assertTrue(right > 190, right + " of 200 right");
    }
  }

  /** Were a photo tested by a head that has seen it, its label would be known by heart. */
  @Test
  void noPhotoIsTestedByAHeadThatHasSeenIt() throws IOException {
    try (EmbeddingFile file = new Blobs(2, 400, 0).write(dir.resolve("a"), 200)) {
      int right = 0;
      for (int number = 0; number < 4; number++) {
        CrossValidation.Round round = round(file, 4, number);
        for (int n = 0; n < round.rows().size(); n++) {
          int label = file.label(round.rows().get(n));
          right += round.probabilities().get(n)[label] > 0.5 ? 1 : 0;
        }
      }
      assertEquals(100, right, 35, "right by chance");
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() throws IOException {
    try (EmbeddingFile file = new Blobs(3, 24, 1).write(dir.resolve("a"), 120)) {
      CrossValidation.Round first = round(file, 3, 1);
      CrossValidation.Round second = round(file, 3, 1);
      assertEquals(first.rows(), second.rows());
      assertEquals(first.bestEpoch(), second.bestEpoch());
      for (int n = 0; n < first.rows().size(); n++) {
        assertArrayEquals(first.probabilities().get(n), second.probabilities().get(n));
      }
    }
  }

  @Test
  void refusesTooFewPhotosNamingTheFold() throws IOException {
    try (EmbeddingFile file = new Blobs(3, 4, 1).write(dir.resolve("a"), 3)) {
      int tested =
          Objects.requireNonNull(
              new Folds(10, 7)
                  .assign(DuplicateGroups.exact().splitPhotos(file))
                  .get(file.id(0))); // then its class has no photo left
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> round(file, 10, tested));
      assertTrue(
          e.toString().contains("training part (fold " + (tested + 1) + " of 10"), e.toString());
    }
  }

  private static CrossValidation.Round round(EmbeddingFile file, int count, int number)
      throws IOException {
    return new CrossValidation(OPTIONS, new Folds(count, 7)).round(file, number);
  }
}
