package dev.flowers.evaluation;

import dev.flowers.head.TrainedHead;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A classifier's metrics on a set of photos. Start with {@link #of}.
 *
 * <p>A photo is known by its index, 0 to {@link #photos()} − 1, in the order in which the caller
 * gave them; a class by its index in {@link #classes()}. An index outside throws {@link
 * IndexOutOfBoundsException}.
 *
 * <p>Immutable; any number of threads may read it.
 */
public final class Evaluation {
  /**
   * Below this a probability counts as this: one certain mistake must not make the loss infinite.
   */
  private static final double LEAST_PROBABILITY = 1e-12;

  /** How far from 1 a softmax in float32 over very many classes may sum. */
  private static final double SUM_TOLERANCE = 1e-2;

  private final List<String> classes;
  private final int[] labels;
  private final float[][] probabilities;
  private final int[] predicted;
  private final ConfusionMatrix confusion;
  private final OptionalDouble loss;
  private final OptionalDouble temperature;

  /** For each rank, from 0, how many photos have so many classes before their own. */
  private final int[] ranks;

  private Evaluation(
      List<String> classes, int[] labels, float[][] probabilities, OptionalDouble temperature) {
    this.classes = classes;
    this.temperature = temperature;
    this.labels = labels;
    this.probabilities = probabilities;
    this.predicted = Arrays.stream(probabilities).mapToInt(TrainedHead::mostProbable).toArray();
    this.confusion = ConfusionMatrix.of(classes, labels, predicted);
    this.loss = IntStream.range(0, labels.length).mapToDouble(this::loss).average();
    this.ranks = new int[classes.size()];
    for (int i = 0; i < labels.length; i++) {
      ranks[rank(probabilities[i], labels[i])]++;
    }
  }

  /**
   * Evaluates. The arguments are copied.
   *
   * @param classes the class names, at least one
   * @param labels the true class of each photo, an index into {@code classes}
   * @param probabilities for each photo the classes' probabilities, each in [0,1], which sum to 1
   * @throws IllegalArgumentException if the sizes do not agree, or a label or a probability is out
   *     of range
   */
  public static Evaluation of(List<String> classes, int[] labels, List<float[]> probabilities) {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("found no classes, expected at least one");
    }
    if (labels.length != probabilities.size()) {
      throw new IllegalArgumentException(
          "found " + probabilities.size() + " predictions, expected " + labels.length);
    }
    float[][] rows = new float[labels.length][];
    for (int i = 0; i < labels.length; i++) {
      rows[i] = probabilities.get(i).clone();
      if (labels[i] < 0 || labels[i] >= classes.size()) {
        throw new IllegalArgumentException(
            "photo "
                + i
                + ": found label "
                + labels[i]
                + ", expected 0 to "
                + (classes.size() - 1));
      }
      check(i, rows[i], classes.size());
    }
    return new Evaluation(List.copyOf(classes), labels.clone(), rows, OptionalDouble.empty());
  }

  /**
   * The same of a classifier that was calibrated by temperature scaling.
   *
   * @param temperature by which its logits were divided, above 0; empty if it was not calibrated
   */
  public Evaluation calibratedBy(OptionalDouble temperature) {
    if (temperature.isPresent() && !(temperature.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "temperature: found " + temperature.getAsDouble() + ", expected a number above 0");
    }
    return new Evaluation(classes, labels, probabilities, temperature);
  }

  /** By what the logits were divided to calibrate the probabilities; empty for by nothing. */
  public OptionalDouble temperature() {
    return temperature;
  }

  /** What it was before the calibration; empty if the classifier was not calibrated. */
  public Optional<Evaluation> uncalibrated() {
    return temperature.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Evaluation(
                classes,
                labels,
                Arrays.stream(probabilities)
                    .map(row -> power(row, temperature.getAsDouble()))
                    .toArray(float[][]::new),
                OptionalDouble.empty()));
  }

  /** Multiplying logits by a number raises the probabilities to that power, but for their sum. */
  private static float[] power(float[] row, double exponent) {
    double[] powers = new double[row.length];
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      powers[i] = Math.pow(row[i], exponent);
      sum += powers[i];
    }
    float[] raised = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      raised[i] = (float) (powers[i] / sum);
    }
    return raised;
  }

  private static void check(int photo, float[] row, int width) {
    if (row.length != width) {
      throw new IllegalArgumentException(
          "photo " + photo + ": found " + row.length + " probabilities, expected " + width);
    }
    double sum = 0;
    for (float probability : row) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "photo " + photo + ": found the probability " + probability + ", expected 0 to 1");
      }
      sum += probability;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          "photo " + photo + ": found probabilities that sum to " + sum + ", expected 1");
    }
  }

  /** The class names. */
  public List<String> classes() {
    return classes;
  }

  /** How many photos were evaluated. */
  public int photos() {
    return labels.length;
  }

  /** The photo's true class. */
  public int label(int photo) {
    return labels[photo];
  }

  /** The class that the photo was given: the most probable, of equal ones the first. */
  public int predicted(int photo) {
    return predicted[photo];
  }

  /** Whether the photo was given its own class. */
  public boolean right(int photo) {
    return predicted(photo) == labels[photo];
  }

  /** What the photo was given for a class, in [0,1]. */
  public double probability(int photo, int label) {
    return probabilities[photo][label];
  }

  /** The probability of the class that the photo was given, in [0,1]. */
  public double confidence(int photo) {
    return probabilities[photo][predicted(photo)];
  }

  /** The photo's cross-entropy, −ln of its true class's probability: nats, ≥ 0, at most 27.6. */
  public double loss(int photo) {
    return -Math.log(Math.max(probabilities[photo][labels[photo]], LEAST_PROBABILITY));
  }

  /** The confusion matrix. */
  public ConfusionMatrix confusion() {
    return confusion;
  }

  /** The mean cross-entropy in nats, ≥ 0; empty without photos. */
  public OptionalDouble loss() {
    return loss;
  }

  /** The share of photos that were given their own class, in [0,1]; empty without photos. */
  public OptionalDouble accuracy() {
    return confusion.accuracy();
  }

  /**
   * Where the accuracy on all photos of this kind lies with 95 % confidence; empty without photos.
   */
  public Optional<Interval> accuracyInterval() {
    return photos() == 0
        ? Optional.empty()
        : Optional.of(Interval.wilson(confusion.right(), photos()));
  }

  /**
   * The share of photos whose class is among the {@code k} most probable, in [0,1]; empty without
   * photos. Of equal probabilities the first class goes first, so that k = 1 gives {@link
   * #accuracy()}.
   *
   * @param k at least 1; from the number of classes on the answer is 1
   * @throws IllegalArgumentException if {@code k} is less than 1
   */
  public OptionalDouble topAccuracy(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k: found " + k + ", expected at least 1");
    }
    int among = Arrays.stream(ranks).limit(k).sum();
    return photos() == 0 ? OptionalDouble.empty() : OptionalDouble.of(among / (double) photos());
  }

  private static int rank(float[] row, int label) {
    int before = 0;
    for (int i = 0; i < row.length; i++) {
      if (row[i] > row[label] || (row[i] == row[label] && i < label)) {
        before++;
      }
    }
    return before;
  }

  /** Returns how well the confidences match the accuracy. */
  public Calibration calibration() {
    return Calibration.of(confidences(), rights());
  }

  /** Returns how accurate the classifier is if it answers only where it is confident. */
  public RiskCoverage riskCoverage() {
    return RiskCoverage.of(confidences(), rights());
  }

  private float[] confidences() {
    float[] confidences = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      confidences[i] = probabilities[i][predicted[i]];
    }
    return confidences;
  }

  private boolean[] rights() {
    boolean[] rights = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      rights[i] = right(i);
    }
    return rights;
  }

  /**
   * The photos of the highest loss, the highest first, equal ones by index. They may be right: then
   * the classifier was just unsure.
   *
   * @param limit how many at most, ≥ 0
   */
  public List<Integer> hardest(int limit) {
    return IntStream.range(0, labels.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(this::loss).reversed())
        .limit(limit)
        .toList();
  }

  /**
   * Photos that may lie in the wrong class folder, the likeliest first.
   *
   * <p>A photo is listed when another class's probability is at least that class's mean
   * self-confidence, and no other class with this property, its own label among them, is more
   * probable (confident learning: C. Northcutt, L. Jiang and I. Chuang, JAIR 70, 2021). It says
   * something only about photos that the classifier was not trained on, and the classifier may be
   * what is wrong: look at them.
   */
  public List<LabelSuspect> labelSuspects() {
    return ConfidentLearning.suspects(this);
  }

  /**
   * The figures as text: lines of totals, a table of the classes, and the confusion matrix, or of
   * more than 30 classes the pairs that were confused most often. Without photos, a line that says
   * so.
   */
  public String text() {
    return EvaluationText.of(this);
  }

  /**
   * The figures as JSON with the fields {@code format} ("flowers-evaluation") and {@code version}
   * (1). What is empty in {@link Evaluation}, {@link ConfusionMatrix} and {@link Calibration} is
   * null: a class's recall without photos of it, for instance. Photos and classes are given by
   * index, the names of the classes in {@code classes}, and of photos that are listed the path,
   * too.
   *
   * @param subject what was evaluated, name to text or number: fields that come before the figures
   * @param paths where each photo is, in the evaluation's order; "" where that is not known
   * @throws IllegalArgumentException if there are not as many paths as photos
   */
  public String json(Map<String, ?> subject, List<String> paths) {
    if (paths.size() != photos()) {
      throw new IllegalArgumentException(
          "found " + paths.size() + " paths, expected " + photos() + " (the photos)");
    }
    return new EvaluationJson(this, paths).with(subject);
  }

  /**
   * A suspected label error, a photo that may be in the wrong class folder: the classifier gives
   * another class a higher probability than it gives that class's own photos on average.
   *
   * @param photo its index
   * @param label its class by its folder, an index into the class names
   * @param suggested the class that it looks like, another one
   * @param probability of the suggested class, in [0,1]
   * @param threshold the mean probability that photos labelled {@code suggested} are given for it,
   *     in [0,1]; at most {@code probability}
   * @param margin the suggested class's probability less the label's, in [−1,1]
   */
  public record LabelSuspect(
      int photo, int label, int suggested, double probability, double threshold, double margin) {}
}
