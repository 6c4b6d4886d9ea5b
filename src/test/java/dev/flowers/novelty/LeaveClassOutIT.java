package dev.flowers.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.training.ModelEvaluator;
import dev.flowers.training.PipelineListener;
import dev.flowers.training.TrainingPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaveClassOutIT {
  private static final HeadOptions OPTIONS =
      HeadOptions.builder()
          .optHidden(0)
          .optEpochs(15)
          .optLearningRate(0.02f)
          .optWeightDecay(0)
          .build();

  @TempDir Path directory;

  @Test
  void aClassThatLiesApartIsNoticedWhicheverItIs() throws IOException {
    try (EmbeddingFile file = new Clouds(3, 16, 9).write(directory.resolve("a"), 450)) {
      List<LeaveClassOut.Round> told = new ArrayList<>();
      List<LeaveClassOut.Round> rounds =
          new LeaveClassOut(OPTIONS, new Split(60, 20, 20, 0), 0.05)
              .run(file, DuplicateGroups.exact(), told::add);
      assertEquals(told, rounds);
      assertEquals(
          List.of("cloud0", "cloud1", "cloud2"),
          rounds.stream().map(LeaveClassOut.Round::className).toList());
      for (LeaveClassOut.Round round : rounds) {
        assertEquals(150, round.photos());
        assertTrue(round.knownPhotos() > 30 && round.knownPhotos() < 90, round.toString());
        assertTrue(round.accuracy() > 0.8, round.toString());
        assertTrue(round.novelty().area() > 0.95, round.toString());
        assertTrue(round.novelty().rejected() > 0.5, round.toString());
        assertTrue(round.novelty().knownRejected() < 0.2, round.toString());
        assertTrue(round.probability().area() > 0.5, round.toString());
      }
      assertEquals(
          rounds.stream().mapToDouble(round -> round.novelty().area()).average().orElseThrow(),
          LeaveClassOut.mean(rounds, round -> round.novelty().area()));
    }
  }

  /**
   * Classes that nothing tells apart: a test photo is near the training photos by its copy alone.
   */
  @Test
  void aTestPhotoHasNoCopyAmongTheTrainingPhotos() throws IOException {
    Path embeddings = copiedTwice(directory.resolve("copies.tfrecord"), 600);
    Home home = new Home(directory.resolve("home"));
    TrainingPipeline.builder()
        .optHome(home)
        .setEmbeddings(embeddings)
        .optSplit(new Split(60, 20, 20, 0))
        .optHeadOptions(OPTIONS)
        .build()
        .run();
    List<LeaveClassOut.Round> rounds =
        new ModelEvaluator(home, new PipelineListener() {})
            .leaveClassOut("flowers-vgg16", Optional.empty(), 0.05)
            .rounds();
    assertEquals(0.5, LeaveClassOut.mean(rounds, round -> round.novelty().area()), 0.1);
    assertEquals(0.5, LeaveClassOut.mean(rounds, LeaveClassOut.Round::accuracy), 0.15);
  }

  /** Writes photos of one cloud with classes at random, each followed by a near copy of it. */
  private static Path copiedTwice(Path path, int count) throws IOException {
    List<String> classes = List.of("a", "b", "c");
    int width = 64;
    try (EmbeddingWriter writer = EmbeddingWriter.open(path, "trunk", classes, width)) {
      Random random = new Random(5);
      float[] values = new float[width];
      for (int n = 0; n < count; n++) {
        for (int i = 0; i < width; i++) {
          values[i] = (float) (n % 2 == 0 ? random.nextGaussian() : values[i] + 0.001);
        }
        byte[] id = new byte[32];
        random.nextBytes(id);
        int label = n / 2 % 3;
        writer.append(
            new Embedding(
                HexFormat.of().formatHex(id), label, classes.get(label), "", values.clone()));
      }
      writer.complete();
    }
    return path;
  }

  @Test
  void twoClassesOrTooFewPhotosAreRefused() throws IOException {
    try (EmbeddingFile file = new Clouds(2, 8, 9).write(directory.resolve("a"), 60)) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () ->
                  new LeaveClassOut(OPTIONS, Split.standard(), 0.05)
                      .run(file, DuplicateGroups.exact(), round -> {}));
      assertTrue(
          String.valueOf(e.getMessage()).contains("found 2 classes, expected three or more"),
          e.toString());
    }
    try (EmbeddingFile file = new Clouds(3, 8, 9).write(directory.resolve("b"), 60)) {
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () ->
                  new LeaveClassOut(OPTIONS, Split.standard(), 0.05)
                      .run(file, DuplicateGroups.exact(), round -> {}));
      assertTrue(
          String.valueOf(e.getMessage()).contains("expected 19 and 1 or more"), e.toString());
    }
  }
}
