package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTrainerIT {
  private static final HeadOptions OPTIONS =
      HeadOptions.builder().optHidden(16).optEpochs(12).optBatchSize(16).build();

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"3, 16, 0", "3, 16, 0.3", "3, 0, 0", "2, 0, 0", "2, 16, 0"})
  void learnsBlobsThatAreApart(int classes, int hidden, float dropout) throws IOException {
    HeadOptions options =
        OPTIONS.toBuilder()
            .optHidden(hidden)
            .optDropout(dropout)
            .optLearningRate(0.01f)
            .optWeightDecay(1) // a step takes as much off the weights as by the defaults
            .build();
    try (EmbeddingFile file = new Blobs(classes, 24, 4).write(dir.resolve("a"), 300)) {
      TrainedHead head = new HeadTrainer(options).train(file, Split.standard());
      assertTrue(HeadFigures.accuracy(head, file, Split.Part.TEST) > 0.97);
      assertTrue(head.provenance().best().validationAccuracy().orElseThrow() > 0.97);
    }
  }

  @Test
  void startsThoughTheGradientsOfTwoClassesAddUpToNothing() throws IOException {
    HeadOptions options = OPTIONS.toBuilder().optHidden(0).optEpochs(1).optWeightDecay(0).build();
    try (EmbeddingFile file = new Blobs(2, 2, 1).write(dir.resolve("a"), 2)) {
      for (int seed = 0; seed < 10; seed++) {
        TrainedHead head =
            new HeadTrainer(options.toBuilder().optSeed(seed).build())
                .train(file, new Split(100, 0, 0, 0));
        // Measured before the one step and after it.
        double before = head.provenance().best().trainLoss();
        assertTrue(HeadFigures.loss(head, file, Split.Part.TRAIN) < before - 1e-5, "seed " + seed);
      }
    }
  }

  @Test
  void doesNotLearnLabelsOfChance() throws IOException {
    try (EmbeddingFile file = new Blobs(2, 24, 0).write(dir.resolve("a"), 600)) {
      TrainedHead head = new HeadTrainer(OPTIONS).train(file, new Split(50, 20, 30, 0));
      assertEquals(0.5, HeadFigures.accuracy(head, file, Split.Part.TEST), 0.13);
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsWhateverTheOrderInTheFile() throws IOException {
    Blobs blobs = new Blobs(3, 24, 1);
    try (EmbeddingFile file = blobs.write(dir.resolve("a"), 200);
        EmbeddingFile reversed = blobs.write(dir.resolve("b"), n -> 199 - n, 200)) {
      HeadOptions options =
          OPTIONS.toBuilder()
              .optDropout(0.2f)
              .optEpochs(4)
              .optSchedule(LearningRateSchedule.COSINE)
              .optWeightDecay(0.1f)
              .optLabelSmoothing(0.1f)
              .optClassWeights(ClassWeights.BALANCED)
              .build();
      TrainedHead first = new HeadTrainer(options).train(file, Split.standard());
      TrainedHead second = new HeadTrainer(options).train(reversed, Split.standard());
      TrainedHead other =
          new HeadTrainer(options.toBuilder().optSeed(1).build()).train(file, Split.standard());
      assertEquals(first.layers().size(), second.layers().size());
      for (int i = 0; i < first.layers().size(); i++) {
        assertArrayEquals(bits(first.layers().get(i)), bits(second.layers().get(i)));
        assertNotEquals(first.layers().get(i).weights(), other.layers().get(i).weights());
      }
    }
  }

  @Test
  void theFoldedHeadGivesWhatDjlsModelGives() throws IOException {
    int photos = 60;
    int width = 24;
    try (EmbeddingFile file = new Blobs(3, width, 1).write(dir.resolve("a"), photos)) {
      Standardization measured =
          Standardization.of(
              file, HeadTrainer.rows(file, id -> Split.Part.TRAIN, Split.Part.TRAIN));
      float[] inputs = new float[photos * width];
      for (int row = 0; row < photos; row++) {
        float[] values = file.values(row);
        for (int i = 0; i < width; i++) {
          inputs[row * width + i] = values[i] * measured.scale()[i] + measured.shift()[i];
        }
      }
      // After the only epoch, the best one, DJL's model has the weights that are folded.
      List<float[]> logits = new ArrayList<>();
      TrainingListener evaluator =
          new TrainingListenerAdapter() {
            @Override
            public void onEpoch(Trainer trainer) {
              try (NDManager manager = trainer.getManager().newSubManager()) {
                NDArray data = manager.create(inputs, new Shape(photos, width));
                logits.add(trainer.evaluate(new NDList(data)).singletonOrThrow().toFloatArray());
              }
            }
          };
      TrainedHead head =
          new HeadTrainer(OPTIONS.toBuilder().optEpochs(1).build(), result -> {}, evaluator)
              .train(file, new Split(100, 0, 0, 0));
      for (int row = 0; row < photos; row++) {
        float[] probabilities = head.probabilities(file.values(row));
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += Math.exp(logits.get(0)[row * 3 + i]);
        }
        for (int i = 0; i < 3; i++) {
          assertEquals(Math.exp(logits.get(0)[row * 3 + i]) / sum, probabilities[i], 1e-5);
        }
      }
    }
  }

  @Test
  void keepsTheBestEpochAndStopsWithoutANewOne() throws IOException {
    List<EpochResult> told = new ArrayList<>();
    HeadOptions options =
        OPTIONS.toBuilder()
            .optEpochs(60)
            .optPatience(3)
            .optLearningRate(0.02f)
            .optCalibration(false) // what is told is measured before
            .build();
    try (EmbeddingFile file = new Blobs(3, 24, 0.4).write(dir.resolve("a"), 200)) {
      TrainedHead head = new HeadTrainer(options, told::add).train(file, Split.standard());
      Provenance provenance = head.provenance();
      assertEquals(told, provenance.history());
      assertTrue(told.size() < 60);
      assertEquals(provenance.bestEpoch() + 3, told.size());
      double best = provenance.best().validationLoss().orElseThrow();
      assertTrue(told.stream().allMatch(epoch -> epoch.validationLoss().orElseThrow() >= best));
      assertEquals(best, HeadFigures.loss(head, file, Split.Part.VALIDATION), 1e-4);
      assertEquals("trunk", provenance.trunk());
      assertEquals(file.info().fingerprint(), provenance.embeddings());
    }
  }

  @Test
  void withoutValidationPhotosTheTrainingLossDecides() throws IOException {
    try (EmbeddingFile file = new Blobs(2, 8, 3).write(dir.resolve("a"), 40)) {
      TrainedHead head = new HeadTrainer(OPTIONS).train(file, new Split(100, 0, 0, 0));
      assertEquals(0, head.provenance().validationCount());
      assertEquals(OptionalDouble.empty(), head.provenance().best().validationLoss());
      assertEquals(OptionalDouble.empty(), head.provenance().best().validationAccuracy());
      head.save(dir.resolve("head"));
      assertEquals(head.provenance(), TrainedHead.load(dir.resolve("head")).provenance());
    }
  }

  @Test
  void mirrorImagesOfTrainingPhotosAloneAreTrainedOn() throws IOException {
    Split split = Split.standard();
    try (EmbeddingFile photos = new Blobs(3, 24, 3).write(dir.resolve("a"), 100);
        EmbeddingWriter writer =
            EmbeddingWriter.open(dir.resolve("b"), "trunk", photos.classes(), 24)) {
      SplitParts parts = split.assign(DuplicateGroups.exact().splitPhotos(photos));
      for (int row = 0; row < photos.size(); row++) {
        Embedding photo = photos.embedding(row);
        writer.append(photo);
        // Like another class outside the training part: there they would show in every figure.
        boolean trained = parts.of(split, photo.id(), photo.label()) == Split.Part.TRAIN;
        float[] values = trained ? photo.values() : another(photos, photo.label());
        writer.append(
            new Embedding(
                photo.id(), photo.label(), photo.className(), photo.path(), values, true));
      }
      writer.complete();
      try (EmbeddingFile file = EmbeddingFile.open(dir.resolve("b"))) {
        HeadTrainer trainer = new HeadTrainer(OPTIONS.toBuilder().optLearningRate(0.01f).build());
        Provenance alone = trainer.train(photos, split).provenance();
        Provenance both = trainer.train(file, split).provenance();
        assertEquals(2 * alone.trainCount(), both.trainCount());
        assertEquals(alone.validationCount(), both.validationCount());
        assertEquals(1, both.best().validationAccuracy().orElseThrow());
      }
    }
  }

  private static float[] another(EmbeddingFile photos, int label) throws IOException {
    int row = 0;
    while (photos.label(row) == label) {
      row++;
    }
    return photos.values(row);
  }

  @Test
  void theLossThatIsToldIsOfTheTrueLabelsWhateverTheSmoothing() throws IOException {
    HeadOptions options = OPTIONS.toBuilder().optLabelSmoothing(0.5f).optCalibration(false).build();
    try (EmbeddingFile file = new Blobs(3, 24, 4).write(dir.resolve("a"), 200)) {
      TrainedHead head = new HeadTrainer(options).train(file, Split.standard());
      assertEquals(
          head.provenance().best().validationLoss().orElseThrow(),
          HeadFigures.loss(head, file, Split.Part.VALIDATION),
          1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({"16", "0"})
  void calibrationChangesHowSureAPredictionIsAndNoPrediction(int hidden) throws IOException {
    HeadOptions options =
        OPTIONS.toBuilder().optHidden(hidden).optLabelSmoothing(0.5f).optEpochs(6).build();
    Split split = new Split(60, 30, 10, 0);
    try (EmbeddingFile file = new Blobs(3, 24, 0.8).write(dir.resolve("a"), 400)) {
      TrainedHead calibrated = new HeadTrainer(options).train(file, split);
      TrainedHead plain =
          new HeadTrainer(options.toBuilder().optCalibration(false).build()).train(file, split);
      assertEquals(OptionalDouble.empty(), plain.provenance().temperature());
      assertEquals(plain.provenance().history().size(), calibrated.provenance().history().size());
      double temperature = calibrated.provenance().temperature().orElseThrow();
      assertTrue(Math.abs(Math.log(temperature)) > 0.1, "found hardly any: " + temperature);
      for (int row = 0; row < file.size(); row++) {
        float[] before = plain.probabilities(file.values(row));
        float[] after = calibrated.probabilities(file.values(row));
        assertEquals(best(before), best(after));
        // p ∝ exp(z / T): the ratio of two probabilities is raised to 1/T.
        assertEquals(
            Math.log(before[0] / before[1]) / temperature, Math.log(after[0] / after[1]), 1e-3);
      }
      double loss = HeadFigures.loss(calibrated, file, Split.Part.VALIDATION);
      assertTrue(loss < HeadFigures.loss(plain, file, Split.Part.VALIDATION), "found " + loss);
      assertEquals(
          HeadFigures.accuracy(plain, file, Split.Part.TEST),
          HeadFigures.accuracy(calibrated, file, Split.Part.TEST));
    }
  }

  private static int best(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    return best;
  }

  @Test
  void nothingStaysOpen() throws IOException {
    try (EmbeddingFile file = new Blobs(3, 24, 3).write(dir.resolve("a"), 100);
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDManager root = manager.getParentManager();
      int before = root.getManagedArrays().size();
      List<Integer> held = new ArrayList<>();
      TrainingListener counter =
          new TrainingListenerAdapter() {
            @Override
            public void onEpoch(Trainer trainer) {
              held.add(root.getManagedArrays().size());
            }
          };
      new HeadTrainer(OPTIONS.toBuilder().optDropout(0.1f).build(), result -> {}, counter)
          .train(file, Split.standard());
      assertEquals(1, new HashSet<>(held).size(), "held after each epoch: " + held);
      assertEquals(before, root.getManagedArrays().size());

      HeadTrainer diverging =
          new HeadTrainer(OPTIONS.toBuilder().optLearningRate(1e30f).optWeightDecay(0).build());
      assertThrows(DivergedException.class, () -> diverging.train(file, Split.standard()));
      assertEquals(before, root.getManagedArrays().size());
    }
  }

  @Test
  void djlsListenersSeeWhatTheResultSays() throws IOException {
    EvaluatorTrainingListener evaluator = new EvaluatorTrainingListener();
    try (EmbeddingFile file = new Blobs(3, 24, 1).write(dir.resolve("a"), 160)) {
      TrainedHead head =
          new HeadTrainer(OPTIONS.toBuilder().optEpochs(1).build(), result -> {}, evaluator)
              .train(file, Split.standard());
      EpochResult result = head.provenance().best();
      assertEquals(
          result.trainAccuracy(),
          evaluator.getLatestEvaluations().getOrDefault("train_Accuracy", Float.NaN),
          1e-6);
      assertEquals(
          result.validationAccuracy().orElseThrow(),
          evaluator.getLatestEvaluations().getOrDefault("validate_Accuracy", Float.NaN),
          1e-6);
    }
  }

  @Test
  void trainingsOfSeveralThreadsDoNotDisturbEachOther() throws Exception {
    try (EmbeddingFile file = new Blobs(3, 24, 3).write(dir.resolve("shared"), 120)) {
      HeadOptions options = OPTIONS.toBuilder().optEpochs(4).optDropout(0.3f).build();
      int[] alone = bits(new HeadTrainer(options).train(file, Split.standard()).layers().get(0));
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<TrainedHead>> heads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          heads.add(threads.submit(() -> new HeadTrainer(options).train(file, Split.standard())));
        }
        for (Future<TrainedHead> head : heads) {
          assertArrayEquals(alone, bits(head.get().layers().get(0)));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void aTrainingWithinATrainingIsRefused() throws IOException {
    try (EmbeddingFile file = new Blobs(3, 24, 3).write(dir.resolve("nested"), 60)) {
      HeadTrainer outer =
          new HeadTrainer(
              OPTIONS,
              epoch -> {
                try {
                  new HeadTrainer(OPTIONS).train(file, Split.standard());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThrows(IllegalStateException.class, () -> outer.train(file, Split.standard()));
    }
  }

  private static int[] bits(DenseLayer layer) {
    FloatBuffer weights = layer.weights();
    return IntStream.range(0, weights.limit())
        .map(i -> Float.floatToRawIntBits(weights.get(i)))
        .toArray();
  }
}
