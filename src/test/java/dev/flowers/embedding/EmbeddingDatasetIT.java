package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingDatasetIT {
  @TempDir Path dir;

  @BeforeAll
  static void optOut() {
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 20, 64})
  void batchesHaveTheRowsOfTheViewInOrder(int batchSize) throws IOException {
    int[] rows = {3, 19, 0, 7, 7, 12, 1, 2, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15, 16, 17};
    try (EmbeddingFile file = file();
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      EmbeddingDataset dataset = EmbeddingDataset.inOrder(file, rows, batchSize);
      List<Batch> batches = new ArrayList<>();
      // Held until the end: a later batch must not overwrite an earlier one.
      dataset.getData(manager).forEach(batches::add);
      int next = 0;
      for (Batch batch : batches) {
        try (batch) {
          assertEquals(Math.min(batchSize, rows.length - next), batch.getSize());
          Shape shape = batch.getData().singletonOrThrow().getShape();
          assertEquals(new Shape(batch.getSize(), Samples.WIDTH), shape);
          float[] embeddings = batch.getData().singletonOrThrow().toFloatArray();
          long[] labels = batch.getLabels().singletonOrThrow().toLongArray();
          for (int i = 0; i < batch.getSize(); i++) {
            Embedding photo = Samples.photo(rows[next++]);
            int from = i * Samples.WIDTH;
            assertArrayEquals(
                photo.values(), Arrays.copyOfRange(embeddings, from, from + Samples.WIDTH));
            assertEquals(photo.label(), labels[i]);
          }
        }
      }
      assertEquals(rows.length, next);
      assertTrue(manager.getManagedArrays().isEmpty());
    }
  }

  @Test
  void anEmptyViewHasNoBatch() throws IOException {
    try (EmbeddingFile file = file();
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      EmbeddingDataset dataset = EmbeddingDataset.inOrder(file, new int[0], 8);
      assertFalse(dataset.getData(manager).iterator().hasNext());
    }
  }

  @Test
  void servesDjlsOwnTrainingLoop() throws IOException, TranslateException {
    try (EmbeddingFile file = file();
        Model model = Model.newInstance("easy", Device.cpu(), "PyTorch")) {
      int[] rows = IntStream.range(0, 20).toArray();
      model.setBlock(Linear.builder().setUnits(3).build());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .addEvaluator(new Accuracy())
              .addTrainingListeners(TrainingListener.Defaults.basic());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, Samples.WIDTH));
        EasyTrain.fit(
            trainer,
            2,
            EmbeddingDataset.shuffled(file, rows, 8, 1),
            EmbeddingDataset.inOrder(file, rows, 8));
        assertTrue(Float.isFinite(trainer.getTrainingResult().getValidateLoss()));
      }
    }
  }

  private EmbeddingFile file() throws IOException {
    Embedding[] photos = new Embedding[20];
    Arrays.setAll(photos, Samples::photo);
    return EmbeddingFile.open(Samples.plain(dir.resolve("a.tfrecord"), photos));
  }
}
