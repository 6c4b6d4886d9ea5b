package dev.flowers.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.FlowerClassifier;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.SkippedFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeInUseException;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.LockedHome;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline as a program uses it: without a lock of its own, and without the command line. */
class TrainingPipelineIT {
  private static final Split SPLIT = new Split(60, 20, 20, 0);

  @TempDir static Path directory;
  private static Home home = new Home(Path.of(""));
  private static Path photos = Path.of("");
  private static Path weights = Path.of("");
  private static final Recorded told = new Recorded();
  private static TrainingResult result;

  /** What a listener is told, in order. */
  private static final class Recorded implements PipelineListener {
    private final List<String> stages = new ArrayList<>();
    private final List<SkippedFile> skipped = new ArrayList<>();
    private final List<EpochResult> epochs = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final List<Round> rounds = new ArrayList<>();
    private long photosDone;

    @Override
    public void onProgress(Stage stage, long done, long total) {
      if (stage == Stage.EMBED) {
        photosDone = done;
        assertTrue(done <= total, done + " of " + total);
      }
    }

    @Override
    public void onEnd(Stage stage, String summary) {
      stages.add(stage + " " + summary);
    }

    @Override
    public void onSkippedFile(SkippedFile file) {
      skipped.add(file);
    }

    @Override
    public void onEpoch(EpochResult epoch) {
      epochs.add(epoch);
    }

    @Override
    public void onEvaluation(Evaluation evaluation) {
      evaluations.add(evaluation);
    }

    @Override
    public void onRound(Stage stage, Round round) {
      rounds.add(round);
    }
  }

  @BeforeAll
  static void train() throws IOException {
    home = new Home(directory.resolve("home"));
    photos = PaintedPhotos.paint(directory.resolve("photos"), 16, 1);
    Files.writeString(photos.resolve("daisy/notes.txt"), "not a photo");
    weights = SmallTrunk.weights(directory.resolve("elsewhere"));
    result = pipeline().optListener(told).optFolds(new Folds(3, 1)).optRepeats(2).build().run();
  }

  private static TrainingPipeline.Builder pipeline() {
    return TrainingPipeline.builder()
        .optHome(home)
        .setPhotos(photos)
        .optTrunk(weights)
        .optSplit(SPLIT)
        .optHeadOptions(HeadOptions.builder().optHidden(8).optEpochs(3).build());
  }

  @Test
  void theResultIsWhatWasPublished() throws IOException {
    assertEquals("flowers-vgg16:1", result.model().reference());
    assertEquals(result.evaluation().accuracy(), result.model().provenance().test().accuracy());
    assertTrue(result.evaluation().photos() > 0);
    assertTrue(Files.isRegularFile(result.report().orElseThrow()));
    assertEquals(Optional.of(photos), result.embeddings().photos());
    try (FlowerClassifier classifier = FlowerClassifier.load(home, "flowers-vgg16:1")) {
      assertEquals(5, classifier.classify(photos.resolve("daisy/daisy-0001.jpg")).topK(5).size());
    }
  }

  @Test
  void theListenerHearsOfStagesProgressEpochsSkippedFilesAndRounds() {
    List<String> stages =
        told.stages.stream().map(stage -> stage.substring(0, stage.indexOf(' '))).toList();
    assertEquals(
        List.of("CONVERT", "EMBED", "TRAIN", "PUBLISH", "REPORT", "CROSS_VALIDATION", "REPEATS"),
        stages);
    assertEquals(81, told.photosDone);
    assertEquals(
        List.of(photos.resolve("daisy/notes.txt")),
        told.skipped.stream().map(SkippedFile::path).toList());
    assertEquals(result.embeddings().skipped(), told.skipped);
    assertEquals(3, told.epochs.size());
    assertEquals(List.of(result.evaluation()), told.evaluations);
    assertEquals(3 + 2, told.rounds.size());
    assertEquals(result.folds(), told.rounds.subList(0, 3));
    assertEquals(80, result.folds().stream().mapToInt(fold -> fold.evaluation().photos()).sum());
  }

  @Test
  void theFirstRepeatIsThePublishedTraining() {
    assertEquals(result.evaluation().loss(), result.repeats().get(0).evaluation().loss());
    assertEquals(2, result.repeatAccuracy().orElseThrow().count());
    assertEquals(3, result.foldAccuracy().orElseThrow().count());
  }

  @Test
  void aHomeThatAnotherRunUsesIsRefusedAndNothingIsPublished() throws IOException {
    try (LockedHome other = LockedHome.of(home)) {
      assertThrows(HomeInUseException.class, () -> pipeline().optName("locked").build().run());
      assertThrows(
          HomeInUseException.class,
          () ->
              new ModelRepository(home)
                  .publish("locked", result.model().head(), result.model().provenance()));
      assertThrows(
          HomeInUseException.class,
          () ->
              new ModelEvaluator(home, told)
                  .evaluate("flowers-vgg16", Optional.empty(), Split.Part.TEST));
      assertTrue(other != null);
    }
    assertFalse(new ModelRepository(home).names().contains("locked"));
  }

  @Test
  void aSearchPublishesItsBestTrial() throws IOException {
    TrainingResult search = pipeline().optName("searched").optTrials(2).build().run();
    assertEquals(
        search.trial().orElseThrow().options(), search.model().provenance().head().options());
  }

  @Test
  void embeddingsAloneAreTrainedOn() throws IOException {
    TrainingResult plain =
        TrainingPipeline.builder()
            .optHome(home)
            .setEmbeddings(result.embeddings().file())
            .optName("plain")
            .optSplit(SPLIT)
            .optHeadOptions(HeadOptions.builder().optHidden(8).optEpochs(3).build())
            .build()
            .run();
    assertEquals(result.evaluation().loss(), plain.evaluation().loss());
    assertEquals(Optional.empty(), plain.embeddings().photos());
  }

  @Test
  void anEvaluationLaterGivesTheSameFigures() throws IOException {
    EvaluationResult again =
        new ModelEvaluator(home, new PipelineListener() {})
            .evaluate("flowers-vgg16:1", Optional.empty(), Split.Part.TEST);
    assertEquals(result.evaluation().text(), again.evaluation().text());
    assertTrue(Files.isRegularFile(Path.of(again.photos().get(0))), again.photos().get(0));
  }

  @Test
  void photosThatAreNoneAreRefusedBeforeTheWeightsAreLookedAt() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                TrainingPipeline.builder()
                    .optHome(home)
                    .setPhotos(directory.resolve("nowhere"))
                    .optTrunk(Path.of("no.npy"))
                    .build()
                    .run());
    assertTrue(String.valueOf(error.getMessage()).startsWith(directory.resolve("nowhere") + ": "));
  }

  @Test
  void contradictionsAreRefusedWhenThePipelineIsBuilt() {
    assertRefused("photos: found 0 sources", TrainingPipeline.builder());
    assertRefused("photos: found 2 sources", pipeline().setEmbeddings(Path.of("x")));
    assertRefused("model name: found \"My Model\"", pipeline().optName("My Model"));
    assertRefused(
        "repeats: found 2 with split", pipeline().optSplit(new Split(80, 20, 0, 0)).optRepeats(2));
    assertRefused("trials: found split", pipeline().optSplit(new Split(80, 0, 20, 0)).optTrials(1));
    assertRefused("trials: found folds", pipeline().optTrials(1).optFolds(new Folds(3, 0)));
  }

  private static void assertRefused(String message, TrainingPipeline.Builder builder) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(String.valueOf(error.getMessage()).startsWith(message), error.getMessage());
  }
}
