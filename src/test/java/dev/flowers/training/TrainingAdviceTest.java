package dev.flowers.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingAdviceTest {
  private static final List<String> CLASSES = List.of("daisy", "roses", "tulips");

  @TempDir Path directory;

  @Test
  void aPhotoInTwoClassesIsNamedWithItsPaths() throws IOException {
    try (EmbeddingFile file =
        file(
            photo(1, 0, "daisy/a.jpg"),
            photo(2, 1, "roses/b.jpg"),
            photo(1, 2, "tulips/a copy.jpg"),
            photo(2, 1, "roses/b copy.jpg"))) {
      assertEquals(
          Optional.of(
              "labels: found 1 photo in more than one class (daisy/a.jpg = tulips/a copy.jpg),"
                  + " expected each photo in one class; delete the copies in the wrong ones"),
          new TrainingAdvice(file).conflictingLabels(DuplicateGroups.exact()));
    }
  }

  @Test
  void ofManyPhotosInTwoClassesAFewAreNamed() throws IOException {
    Embedding[] photos =
        IntStream.range(0, 10).mapToObj(i -> photo(i / 2, i % 2, "")).toArray(Embedding[]::new);
    try (EmbeddingFile file = file(photos)) {
      assertEquals(
          Optional.of(
              "labels: found 5 photos in more than one class (record 0 of daisy = record 1 of"
                  + " roses, record 2 of daisy = record 3 of roses, record 4 of daisy = record 5 of"
                  + " roses, …), expected each photo in one class; delete the copies in the wrong"
                  + " ones"),
          new TrainingAdvice(file).conflictingLabels(DuplicateGroups.exact()));
    }
  }

  @Test
  void copiesWithinAClassAndMirrorImagesAreNoConflict() throws IOException {
    Embedding mirror = new Embedding(id(1), 0, "daisy", "daisy/a.jpg", new float[] {1}, true);
    try (EmbeddingFile file =
        file(photo(1, 0, "daisy/a.jpg"), mirror, photo(1, 0, "daisy/b.jpg"))) {
      assertEquals(
          Optional.empty(), new TrainingAdvice(file).conflictingLabels(DuplicateGroups.exact()));
    }
  }

  @Test
  void copiesThatATableSeparatesAreToldOfThoseInOnePart() throws IOException {
    Split split = Split.standard();
    DuplicateGroups groups = new DuplicateGroups(Map.of(id(2), id(1), id(4), id(3)));
    try (EmbeddingFile together =
        file(fixed(1, Split.Part.TRAIN), fixed(2, Split.Part.TRAIN), fixed(3, Split.Part.TEST))) {
      assertEquals(
          Optional.of(
              "copies: found 2 photos in 1 group of copies; each group is in one part (flowers"
                  + " duplicates lists them)"),
          TrainingAdvice.copies(together, groups, split.assign(groups.splitPhotos(together))));
    }
    try (EmbeddingFile apart =
        file(
            fixed(1, Split.Part.TRAIN),
            fixed(2, Split.Part.TEST),
            fixed(3, Split.Part.TRAIN),
            fixed(4, Split.Part.TRAIN))) {
      assertEquals(
          Optional.of(
              "copies: found 4 photos in 2 groups of copies; 1 group is in several parts, as the"
                  + " table or the folders say, expected each in one: the figures may be too good"
                  + " (flowers duplicates lists them)"),
          TrainingAdvice.copies(apart, groups, split.assign(groups.splitPhotos(apart))));
    }
  }

  @Test
  void classesWithoutATestPhotoAreNamed() throws IOException {
    try (EmbeddingFile file = file(30, 2, 1)) {
      List<String> notes =
          new TrainingAdvice(file).test(Split.standard(), evaluation(new int[30], new int[30]));
      assertEquals(
          "test part: found no photo of 2 classes (photos in all: roses: 2, tulips: 1), expected"
              + " some of each, without which its recall is unknown; add photos, or test more than"
              + " 10 % (--split)",
          notes.get(0));
    }
  }

  @Test
  void anIntervalThatHoldsTheShareOfTheLargestClassIsSaidToBeChance() throws IOException {
    try (EmbeddingFile file = file(60, 20, 20)) {
      TrainingAdvice advice = new TrainingAdvice(file);
      // Five of six: Wilson's interval is 0.4365 to 0.9699.
      assertEquals(
          List.of(
              "accuracy: found 0.8333 on 6 photos, 95 % confidence interval 0.4365 to 0.9699,"
                  + " expected an interval above 0.6000, the share of daisy, the largest class: the"
                  + " head may be no better than always predicting that class"),
          advice.test(
              Split.standard(),
              evaluation(new int[] {0, 0, 0, 0, 1, 2}, new int[] {0, 0, 0, 0, 1, 1})));
      // Below the share, too.
      assertEquals(
          1,
          advice
              .test(Split.standard(), evaluation(new int[] {0, 1, 2}, new int[] {1, 2, 0}))
              .size());
    }
  }

  @Test
  void nothingIsSaidOfFiguresThatTell() throws IOException {
    try (EmbeddingFile file = file(60, 20, 20)) {
      int[] labels = IntStream.range(0, 30).map(i -> i % 3).toArray();
      TrainingAdvice advice = new TrainingAdvice(file);
      assertEquals(List.of(), advice.test(Split.standard(), evaluation(labels, labels)));
      Evaluation none = evaluation(new int[0], new int[0]);
      assertEquals(List.of(), advice.test(new Split(90, 10, 0, 0), none));
      assertEquals(Optional.empty(), advice.conflictingLabels(DuplicateGroups.exact()));
    }
  }

  @Test
  void theFirstEpochAsTheBestCallsForSmallerSteps() {
    assertEquals(
        Optional.of(
            "best epoch: found the first of 3, expected a later one: the head overfits from the"
                + " start; try a learning rate below 0.001 (--learning-rate) or more regularization"
                + " (--weight-decay)"),
        TrainingAdvice.bestEpoch(head(30, 20, 0.5, 0.6, 0.7)));
  }

  @Test
  void theLastEpochAsTheBestCallsForMoreEpochs() {
    assertEquals(
        Optional.of(
            "best epoch: found 3, the last, expected an earlier one: the validation loss may fall"
                + " further; try more epochs (--epochs 6)"),
        TrainingAdvice.bestEpoch(head(3, 20, 0.7, 0.6, 0.5)));
    assertTrue(TrainingAdvice.bestEpoch(head(1, 20, 0.7)).orElseThrow().contains("--epochs 2"));
  }

  @Test
  void nothingIsSaidOfABestEpochThatTrainingPassed() {
    assertEquals(Optional.empty(), TrainingAdvice.bestEpoch(head(30, 20, 0.7, 0.5, 0.6)));
    // The last is the best by a hair: the loss has levelled off.
    assertEquals(Optional.empty(), TrainingAdvice.bestEpoch(head(3, 20, 0.7, 0.5, 0.499)));
    // The training loss falls to the end whatever the head is worth.
    assertEquals(Optional.empty(), TrainingAdvice.bestEpoch(head(3, 0, 0.7, 0.6, 0.5)));
  }

  @Test
  void theNextStepDependsOnWhatWasDone() throws IOException {
    int enough = TrainingAdvice.FEW_PHOTOS;
    try (EmbeddingFile few = file(60, enough - 1, 60);
        EmbeddingFile many = file(60, enough, 60)) {
      assertEquals(
          "to try next: add photos: found 49 of roses, the smallest class, expected 50 or more of"
              + " each class",
          new TrainingAdvice(few).next(true, false));
      TrainingAdvice advice = new TrainingAdvice(many);
      assertTrue(advice.next(true, false).contains("--augment flip"));
      assertTrue(advice.next(true, true).contains("--augment flip"));
      assertTrue(advice.next(false, false).contains("flowers tune"), "embeddings have no mirror");
      assertTrue(advice.next(false, true).contains("--folds"));
    }
    List<Embedding> photos = photos(50, 50, 50);
    photos.add(new Embedding(id(0), 0, "daisy", "", new float[] {1}, true));
    try (EmbeddingFile mirrored = file(photos.toArray(Embedding[]::new))) {
      assertTrue(new TrainingAdvice(mirrored).next(true, false).contains("flowers tune"));
    }
  }

  private EmbeddingFile file(int... perClass) throws IOException {
    return file(photos(perClass).toArray(Embedding[]::new));
  }

  private static List<Embedding> photos(int... perClass) {
    List<Embedding> photos = new ArrayList<>();
    for (int label = 0; label < perClass.length; label++) {
      for (int i = 0; i < perClass[label]; i++) {
        photos.add(photo(photos.size(), label, ""));
      }
    }
    return photos;
  }

  private EmbeddingFile file(Embedding... photos) throws IOException {
    Path path = directory.resolve(photos.length + ".tfrecord");
    try (EmbeddingWriter writer = EmbeddingWriter.open(path, "trunk", CLASSES, 1)) {
      for (Embedding photo : photos) {
        writer.append(photo);
      }
      writer.complete();
    }
    return EmbeddingFile.open(path);
  }

  private static Embedding photo(int number, int label, String path) {
    return new Embedding(id(number), label, CLASSES.get(label), path, new float[] {number});
  }

  private static Embedding fixed(int number, Split.Part part) {
    return new Embedding(
        id(number), 0, CLASSES.get(0), "", new float[] {number}, false, Optional.of(part));
  }

  private static String id(int number) {
    // The parts of a split know a photo by the first 16 digits.
    return String.format(Locale.ROOT, "%016x", number).repeat(4);
  }

  private static Evaluation evaluation(int[] labels, int[] predicted) {
    List<float[]> rows = new ArrayList<>();
    for (int label : predicted) {
      float[] row = new float[CLASSES.size()];
      row[label] = 1;
      rows.add(row);
    }
    return Evaluation.of(CLASSES, labels, rows);
  }

  /** A head that early stopping or the maximum of epochs ended; the lowest loss is its best. */
  private static Provenance head(int epochs, int validationCount, double... losses) {
    List<EpochResult> history = new ArrayList<>();
    int best = 1;
    for (int i = 0; i < losses.length; i++) {
      OptionalDouble validation =
          validationCount == 0 ? OptionalDouble.empty() : OptionalDouble.of(losses[i]);
      history.add(new EpochResult(i + 1, losses[i], 0.5, validation, validation, 0.1));
      best = losses[i] < losses[best - 1] ? i + 1 : best;
    }
    HeadOptions options = HeadOptions.builder().optEpochs(epochs).build();
    return new Provenance(
        options,
        Split.standard(),
        "t",
        "e",
        80,
        validationCount,
        history,
        best,
        SplitParts.byHash(),
        OptionalDouble.empty());
  }
}
