package dev.flowers.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoveltyDetectorTest {
  private static final int CLASSES = 4;
  private static final Clouds CLOUDS = new Clouds(CLASSES, 24, 8);
  private static final Split SPLIT = new Split(70, 20, 10, 0);

  /** As sure as can be, and right: a cloud's number is its largest. */
  private static float[] head(float[] embedding) {
    float[] probabilities = new float[CLASSES];
    int best = 0;
    for (int label = 1; label < CLASSES; label++) {
      best = embedding[label] > embedding[best] ? label : best;
    }
    probabilities[best] = 1;
    return probabilities;
  }

  @TempDir Path directory;

  @Test
  void photosOfAnotherCloudAreNovelAndThoseOfTheSameAreNot() throws IOException {
    NoveltyDetector detector = fit(600);
    double threshold = detector.thresholds(UnknownOptions.defaults()).novelty();
    double[] known = novelties(detector, seed -> seed % CLASSES);
    double[] unknown = novelties(detector, seed -> CLASSES + seed % 5);
    assertTrue(RocArea.of(unknown, known) > 0.99, "area " + RocArea.of(unknown, known));
    assertTrue(above(unknown, threshold) > 0.9, above(unknown, threshold) + " of the unknown");
    assertTrue(above(known, threshold) < 0.1, above(known, threshold) + " of the known");
    double median = Arrays.stream(known).sorted().toArray()[known.length / 2];
    assertEquals(1, median, 0.3, "the novelty of a usual known photo");
  }

  private static double[] novelties(NoveltyDetector detector, IntUnaryOperator cloud) {
    return IntStream.range(10_000, 10_300)
        .mapToDouble(seed -> detector.novelty(CLOUDS.embedding(cloud.applyAsInt(seed), seed)))
        .toArray();
  }

  private static double above(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score > threshold).count()
        / (double) scores.length;
  }

  @Test
  void aTrainingPhotosNearestReferenceIsItself() throws IOException {
    NoveltyDetector detector = fit(200);
    try (EmbeddingFile file = EmbeddingFile.open(directory.resolve("a"))) {
      int row =
          Arrays.stream(file.rowsById())
              .filter(r -> SPLIT.of(file.id(r)) == Split.Part.TRAIN)
              .findFirst()
              .orElseThrow();
      List<NearPhoto> nearest = detector.nearest(file.values(row), 5);
      assertEquals(5, nearest.size());
      assertEquals(file.path(row), nearest.get(0).path());
      assertEquals(file.classes().get(file.label(row)), nearest.get(0).className());
      assertEquals(0, nearest.get(0).distance(), 1e-2, "but for rounding to 8 bits");
      for (int i = 1; i < 5; i++) {
        assertTrue(nearest.get(i - 1).distance() <= nearest.get(i).distance());
      }
    }
  }

  @Test
  void comesBackFromItsDirectoryToTheLastBit() throws IOException {
    NoveltyDetector detector = fit(200);
    Path saved = directory.resolve("saved");
    assertEquals(Optional.empty(), NoveltyDetector.load(saved));
    detector.save(saved);
    NoveltyDetector loaded = NoveltyDetector.load(saved).orElseThrow();
    for (int seed = 0; seed < 20; seed++) {
      float[] embedding = CLOUDS.embedding(seed % 8, seed);
      assertEquals(detector.novelty(embedding), loaded.novelty(embedding));
      assertEquals(detector.nearest(embedding, 3), loaded.nearest(embedding, 3));
    }
    UnknownOptions options = new UnknownOptions(0.1, OptionalDouble.of(0.2));
    assertEquals(detector.thresholds(options), loaded.thresholds(options));
    assertEquals(detector.references(), loaded.references());
    assertEquals(24, loaded.width());
  }

  @Test
  void namesTheFileThatIsDamagedTruncatedOrOfAnotherVersion() throws IOException {
    fit(200).save(directory);
    Path numbers = directory.resolve(NoveltyFiles.NUMBERS);
    byte[] bytes = Files.readAllBytes(numbers);
    bytes[100] ^= 1;
    Files.write(numbers, bytes);
    assertRefused(numbers.toString(), "SHA-256");
    Files.write(numbers, Arrays.copyOf(bytes, 99));
    assertRefused(numbers.toString(), "found 99 bytes, expected");
    Path json = directory.resolve(NoveltyFiles.JSON);
    Files.writeString(json, Files.readString(json).replace("\"format\": 1", "\"format\": 2"));
    assertRefused(json.toString(), "found format 2, expected 1");
  }

  private void assertRefused(String... words) {
    IOException e = assertThrows(IOException.class, () -> NoveltyDetector.load(directory));
    for (String word : words) {
      assertTrue(e.toString().contains(word), e.toString());
    }
  }

  @Test
  void withoutValidationPhotosThereIsNone() throws IOException {
    try (EmbeddingFile file = CLOUDS.write(directory.resolve("a"), 50)) {
      assertEquals(
          Optional.empty(),
          new NoveltyFit(
                  file, row -> new Split(90, 0, 10, 0).of(file.id(row)), NoveltyDetectorTest::head)
              .fit());
    }
  }

  @Test
  void withAFewPhotosNoneIsCalledNovel() throws IOException {
    NoveltyDetector detector = fit(24);
    assertTrue(detector.validationPhotos() < 19, "found " + detector.validationPhotos());
    UnknownThresholds thresholds = detector.thresholds(UnknownOptions.defaults());
    assertEquals(Double.POSITIVE_INFINITY, thresholds.novelty());
    assertEquals(0, thresholds.probability());
    assertEquals(Optional.empty(), thresholds.reason(1e9, 0));
  }

  @Test
  void anErrorRateThatThePhotosCannotShowIsRefused() throws IOException {
    NoveltyDetector detector = fit(200);
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> detector.thresholds(new UnknownOptions(0.05, OptionalDouble.of(0.001))));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("max error: found 0.001, expected 0.0"),
        e.getMessage());
  }

  @Test
  void anEmbeddingOfAnotherWidthIsRefused() throws IOException {
    NoveltyDetector detector = fit(50);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> detector.novelty(new float[7]));
    assertEquals("embedding: found 7 numbers, expected 24", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> detector.nearest(new float[7], 1));
  }

  /**
   * The mean embedding has no direction, two photos span one dimension, copies have no distance.
   */
  @Test
  void oddEmbeddingsGiveNumbers() throws IOException {
    NoveltyDetector detector = fit(100);
    assertTrue(Double.isFinite(detector.novelty(new float[24])));
    float[] huge = new float[24];
    Arrays.fill(huge, 1e30f);
    assertFalse(Double.isNaN(detector.novelty(huge)));
    try (EmbeddingFile file = new Clouds(2, 3, 1).write(directory.resolve("b"), 8)) {
      NoveltyDetector small =
          new NoveltyFit(
                  file, row -> new Split(50, 50, 0, 0).of(file.id(row)), x -> new float[] {1, 0})
              .fit()
              .orElseThrow();
      assertTrue(Double.isFinite(small.novelty(new float[] {1, 2, 3})));
    }
  }

  @Test
  void aSmallClassKeepsItsReferencesWhenThereAreTooMany() throws IOException {
    Clouds clouds = new Clouds(2, 3, 4);
    try (EmbeddingFile file = clouds.write(directory.resolve("b"), 3000)) {
      NoveltyDetector detector =
          new NoveltyFit(
                  file, row -> new Split(80, 20, 0, 0).of(file.id(row)), x -> new float[] {1, 0})
              .fit()
              .orElseThrow();
      assertEquals(1000, detector.references());
      assertTrue(detector.validationPhotos() > 500, "found " + detector.validationPhotos());
      assertEquals(
          500,
          detector.nearest(new float[3], 1000).stream()
              .filter(near -> near.className().equals("cloud1"))
              .count());
    }
  }

  private NoveltyDetector fit(int photos) throws IOException {
    try (EmbeddingFile file = CLOUDS.write(directory.resolve("a"), photos)) {
      return new NoveltyFit(file, row -> SPLIT.of(file.id(row)), NoveltyDetectorTest::head)
          .fit()
          .orElseThrow();
    }
  }
}
