package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far numbers and options may go, and that a message blames what is the cause. */
class TrainingLimitsIT {
  private static final HeadOptions OPTIONS =
      HeadOptions.builder().optHidden(16).optEpochs(12).optBatchSize(16).build();

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(doubles = {1e-27, 1e-10, 1e10, 1e27})
  void learnsFromNumbersOfAnySize(double scale) throws IOException {
    HeadOptions options = OPTIONS.toBuilder().optLearningRate(0.01f).optWeightDecay(1).build();
    try (EmbeddingFile file = new Blobs(3, 24, 4, scale).write(dir.resolve("a"), 300)) {
      TrainedHead head = new HeadTrainer(options).train(file, Split.standard());
      assertTrue(HeadFigures.accuracy(head, file, Split.Part.TEST) > 0.97);
    }
  }

  @Test
  void subnormalNumbersAreRefusedAndNotTheLearningRate() throws IOException {
    try (EmbeddingFile file = new Blobs(3, 24, 4, 1e-40).write(dir.resolve("a"), 60)) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () -> new HeadTrainer(OPTIONS).train(file, Split.standard()));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith(file.file() + ": found no number that varies"));
    }
  }

  @Test
  void aValidationPhotoWithAnAbsurdNumberIsNamedAndNotTheLearningRate() throws IOException {
    Split split = Split.standard();
    try (EmbeddingFile photos = new Blobs(2, 8, 3).write(dir.resolve("a"), 100);
        EmbeddingWriter writer =
            EmbeddingWriter.open(dir.resolve("b"), "trunk", photos.classes(), 8)) {
      SplitParts parts = split.assign(DuplicateGroups.exact().splitPhotos(photos));
      int absurd =
          IntStream.range(0, 100)
              .filter(
                  row ->
                      parts.of(split, photos.id(row), photos.label(row)) == Split.Part.VALIDATION)
              .findFirst()
              .getAsInt();
      for (int row = 0; row < photos.size(); row++) {
        Embedding photo = photos.embedding(row);
        float[] values = photo.values();
        if (row == absurd) {
          values[3] = 3e38f;
          values[4] = -3e38f;
        }
        writer.append(
            new Embedding(photo.id(), photo.label(), photo.className(), photo.path(), values));
      }
      writer.complete();
      try (EmbeddingFile file = EmbeddingFile.open(dir.resolve("b"))) {
        HeadTrainer trainer =
            new HeadTrainer(OPTIONS.toBuilder().optLearningRate(1).optWeightDecay(0).build());
        InvalidInputException e =
            assertThrows(InvalidInputException.class, () -> trainer.train(file, split));
        assertTrue(
            String.valueOf(e.getMessage())
                .contains("record " + absurd + " (" + absurd + ".jpg), number 3"),
            e.getMessage());
      }
    }
  }

  @Test
  void refusesAHiddenLayerThatDoesNotFitIntoMemory() throws IOException {
    int width = 4096;
    HeadOptions options = OPTIONS.toBuilder().optHidden(100_000).build();
    try (EmbeddingFile file = new Blobs(2, width, 3).write(dir.resolve("a"), 40)) {
      HeadOptionException e =
          assertThrows(
              HeadOptionException.class,
              () -> new HeadTrainer(options).train(file, Split.standard()));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("hidden units: found 100000, expected"),
          e.getMessage());
    }
  }

  @Test
  void saysWhenTheLearningRateIsTooHigh() throws IOException {
    try (EmbeddingFile file = new Blobs(2, 8, 3).write(dir.resolve("a"), 40)) {
      HeadTrainer trainer =
          new HeadTrainer(OPTIONS.toBuilder().optLearningRate(1e30f).optWeightDecay(0).build());
      DivergedException e =
          assertThrows(DivergedException.class, () -> trainer.train(file, Split.standard()));
      assertEquals(
          "learning rate: found 1E+30, expected a lower one, such as 0.001: the loss was no longer"
              + " finite in epoch 1",
          e.getMessage());
    }
  }

  /** Without validation photos the loss is measured before the step that spoils the weights. */
  @Test
  void saysThatTheLearningRateIsTooHighWhenTheWeightsAreNotFinite() throws IOException {
    HeadOptions options =
        OPTIONS.toBuilder().optEpochs(1).optLearningRate(3e38f).optWeightDecay(0).build();
    try (EmbeddingFile file = new Blobs(2, 8, 3, 0.01).write(dir.resolve("a"), 16)) {
      DivergedException e =
          assertThrows(
              DivergedException.class,
              () -> new HeadTrainer(options).train(file, new Split(100, 0, 0, 0)));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("learning rate: found 3E+38"), e.getMessage());
    }
  }
}
