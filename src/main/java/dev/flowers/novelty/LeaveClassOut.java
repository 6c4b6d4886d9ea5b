package dev.flowers.novelty;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Measures how well photos of an unknown class are noticed: each class is left out in turn, a head
 * is trained on the others, and the photos of the class left out are compared with the test photos
 * of the others. The heads are not kept. As {@link HeadTrainer}, for one thread of a process.
 *
 * <p>Beside the novelty stands the baseline, the largest probability (D. Hendrycks and K. Gimpel,
 * ICLR 2017), with the threshold below which as many validation photos lie.
 *
 * @param options how the heads are trained
 * @param split which photos are trained on, choose the thresholds, and are tested
 * @param maxNovel the share of known photos that may be called novel, above 0 and below 1
 */
public record LeaveClassOut(HeadOptions options, Split split, double maxNovel) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the share is outside
   */
  public LeaveClassOut {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(split, "split");
    if (!(maxNovel > 0 && maxNovel < 1)) {
      throw new IllegalArgumentException(
          "max novel: found " + maxNovel + ", expected above 0 and below 1, such as 0.05");
    }
  }

  /**
   * How well a score tells unknown photos.
   *
   * @param area under the ROC curve, in [0,1]: the probability that a photo of the class left out
   *     has a higher score than a known one; 0.5 is chance
   * @param rejected the share of the photos of the class left out that the threshold rejects
   * @param knownRejected the share of the known test photos that it rejects
   */
  public record Figures(double area, double rejected, double knownRejected) {}

  /**
   * What leaving out a class gave.
   *
   * @param className the class
   * @param photos how many photos it has
   * @param knownPhotos how many test photos the other classes have
   * @param accuracy the share of those that the head got right
   * @param novelty the figures of the novelty
   * @param probability those of the largest probability
   */
  public record Round(
      String className,
      int photos,
      int knownPhotos,
      double accuracy,
      Figures novelty,
      Figures probability) {}

  /** The mean of a figure over rounds, of which there is one at least. */
  public static double mean(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).average().orElseThrow();
  }

  /**
   * Leaves out each class in turn.
   *
   * @param file the embeddings; stays open
   * @param groups which of its photos are copies; a group is never trained on and tested
   * @param onRound is told of each round as soon as it is there
   * @throws InvalidInputException if there are fewer than three classes, too few validation photos
   *     for the rate, or no test photo; or as {@link HeadTrainer#train}
   * @throws IOException if the embeddings cannot be read
   */
  public List<Round> run(EmbeddingFile file, DuplicateGroups groups, Consumer<Round> onRound)
      throws IOException {
    int classes = file.classes().size();
    if (classes < 3) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found %s, expected three or more: a head needs two when one is left out",
              file.file(),
              Quantity.of(classes, "class")));
    }
    List<Round> rounds = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      Round round = round(file, groups, label);
      rounds.add(round);
      onRound.accept(round);
    }
    return rounds;
  }

  private Round round(EmbeddingFile file, DuplicateGroups groups, int left) throws IOException {
    EmbeddingFile others = file.withoutClass(left);
    TrainedHead head =
        new HeadTrainer(options).train(others, split, split.assign(groups.splitPhotos(others)));
    int[] known =
        Arrays.stream(others.rowsById())
            .filter(
                row -> head.provenance().part(others.id(row), others.label(row)) == Split.Part.TEST)
            .toArray();
    int[] unknown = Arrays.stream(file.rowsById()).filter(row -> file.label(row) == left).toArray();
    NoveltyDetector detector = detector(others, head, known.length);
    double noveltyThreshold =
        detector
            .thresholds(new UnknownOptions(maxNovel, UnknownOptions.defaults().maxError()))
            .novelty();
    Scores knownScores = Scores.of(others, known, head, detector);
    Scores unknownScores = Scores.of(others, unknown, head, detector);
    int right = 0;
    for (int i = 0; i < known.length; i++) {
      right += knownScores.predicted[i] == others.label(known[i]) ? 1 : 0;
    }
    return new Round(
        file.classes().get(left),
        unknown.length,
        known.length,
        right / (double) known.length,
        figures(unknownScores.novelty, knownScores.novelty, noveltyThreshold),
        figures(unknownScores.doubt, knownScores.doubt, -detector.baselineThreshold(maxNovel)));
  }

  private NoveltyDetector detector(EmbeddingFile others, TrainedHead head, int test)
      throws IOException {
    NoveltyDetector detector = NoveltyDetector.fit(others, head).orElse(null);
    int fewest = (int) Math.ceil(1 / maxNovel - 1e-9) - 1;
    int found = detector == null ? 0 : detector.validationPhotos();
    if (detector == null || found < fewest || test == 0) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found %s and %s (%s, seed %d) without a class, expected %d and 1 or more, to"
                  + " call at most %s of the known photos novel",
              others.file(),
              Quantity.of(found, "validation photo"),
              Quantity.of(test, "test photo"),
              split.percents(),
              split.seed(),
              fewest,
              maxNovel));
    }
    return detector;
  }

  private static Figures figures(double[] unknown, double[] known, double threshold) {
    return new Figures(
        RocArea.of(unknown, known), above(unknown, threshold), above(known, threshold));
  }

  private static double above(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score > threshold).count()
        / (double) scores.length;
  }

  /**
   * Photos' scores, higher for unknown ones.
   *
   * @param doubt the largest probability, with its sign turned
   */
  @SuppressWarnings("ArrayRecordComponent") // local to the computation
  private record Scores(double[] novelty, double[] doubt, int[] predicted) {
    static Scores of(EmbeddingFile file, int[] rows, TrainedHead head, NoveltyDetector detector)
        throws IOException {
      Scores scores =
          new Scores(new double[rows.length], new double[rows.length], new int[rows.length]);
      for (int i = 0; i < rows.length; i++) {
        float[] embedding = file.values(rows[i]);
        float[] probabilities = head.probabilities(embedding);
        int best = TrainedHead.mostProbable(probabilities);
        scores.novelty[i] = detector.novelty(embedding);
        scores.doubt[i] = -probabilities[best];
        scores.predicted[i] = best;
      }
      return scores;
    }
  }
}
