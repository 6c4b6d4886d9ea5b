package dev.flowers.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The confusion matrix: how many photos of each class were predicted as each class.
 *
 * <p>Precision, recall and F1 are those of van Rijsbergen, "Information Retrieval", 1979. A figure
 * that would be divided by 0 is empty: the recall of a class without photos, the precision of a
 * class that was never predicted, the F1 of a class that has neither.
 *
 * <p>The macro figures are the means over the classes that have a photo or a prediction, and an
 * empty precision or recall of such a class counts as 0. These are the macro averages of
 * scikit-learn's {@code classification_report} and {@code f1_score}, by default.
 */
public final class ConfusionMatrix {
  private final List<String> classes;
  private final int[][] counts;
  private final int[] support;
  private final int[] predictions;

  private ConfusionMatrix(List<String> classes, int[][] counts) {
    this.classes = classes;
    this.counts = counts;
    this.support = Arrays.stream(counts).mapToInt(row -> Arrays.stream(row).sum()).toArray();
    this.predictions = new int[counts.length];
    for (int[] row : counts) {
      Arrays.setAll(predictions, label -> predictions[label] + row[label]);
    }
  }

  /**
   * Counts.
   *
   * @param classes the class names
   * @param actual the true class of each photo, an index into {@code classes}
   * @param predicted the class that each photo was given, in the same order
   */
  public static ConfusionMatrix of(List<String> classes, int[] actual, int[] predicted) {
    if (actual.length != predicted.length) {
      throw new IllegalArgumentException(
          "found " + predicted.length + " predictions, expected " + actual.length);
    }
    int[][] counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < actual.length; i++) {
      counts[actual[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(List.copyOf(classes), counts);
  }

  /** The class names, in the order of rows and columns. */
  public List<String> classes() {
    return classes;
  }

  /** How many photos of class {@code actual} were predicted as class {@code predicted}. */
  public int count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** All photos. */
  public int total() {
    return Arrays.stream(support).sum();
  }

  /** How many photos are of this class. */
  public int support(int label) {
    return support[label];
  }

  /** How many photos were predicted as this class. */
  public int predictions(int label) {
    return predictions[label];
  }

  /**
   * The classes that have a photo or a prediction, in order: those that the macro figures average.
   */
  public List<Integer> present() {
    return IntStream.range(0, counts.length)
        .filter(label -> support[label] + predictions[label] > 0)
        .boxed()
        .toList();
  }

  /** The share of photos that were given their own class, in [0,1]; empty without photos. */
  public OptionalDouble accuracy() {
    return quotient(right(), total());
  }

  /** How many photos were given their own class. */
  public int right() {
    return IntStream.range(0, counts.length).map(label -> counts[label][label]).sum();
  }

  /**
   * Precision: the share of the photos predicted as this class that belong to it, in [0,1]; empty
   * if no photo was predicted as it.
   */
  public OptionalDouble precision(int label) {
    return quotient(counts[label][label], predictions[label]);
  }

  /**
   * Recall: the share of this class's photos that were predicted as it, in [0,1]; empty if there
   * are none.
   */
  public OptionalDouble recall(int label) {
    return quotient(counts[label][label], support[label]);
  }

  /**
   * F1, the harmonic mean of precision and recall, in [0,1]: twice the correct predictions over the
   * sum of the class's photos and predictions; empty if it has neither.
   */
  public OptionalDouble f1(int label) {
    return quotient(2 * counts[label][label], support[label] + predictions[label]);
  }

  /**
   * The mean precision of the classes that have a photo or a prediction, each with the same weight,
   * in [0,1]; empty without photos. A class without a prediction counts as 0.
   */
  public OptionalDouble macroPrecision() {
    return mean(this::precision);
  }

  /**
   * The mean recall of the classes that have a photo or a prediction, each with the same weight, in
   * [0,1]; empty without photos. A class without a photo counts as 0.
   */
  public OptionalDouble macroRecall() {
    return mean(this::recall);
  }

  /**
   * The mean F1 of the classes that have a photo or a prediction, each with the same weight, in
   * [0,1]; empty without photos.
   */
  public OptionalDouble macroF1() {
    return mean(this::f1);
  }

  /** The pairs of classes that were confused, the most often first, equal ones by index. */
  public List<ConfusedPair> mostConfused() {
    List<ConfusedPair> pairs = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        if (i != j && counts[i][j] > 0) {
          pairs.add(new ConfusedPair(i, j, counts[i][j]));
        }
      }
    }
    pairs.sort(Comparator.comparingInt(ConfusedPair::count).reversed());
    return pairs;
  }

  private OptionalDouble mean(IntFunction<OptionalDouble> figure) {
    return present().stream().mapToDouble(label -> figure.apply(label).orElse(0)).average();
  }

  private static OptionalDouble quotient(int dividend, int divisor) {
    return divisor == 0 ? OptionalDouble.empty() : OptionalDouble.of(dividend / (double) divisor);
  }

  /**
   * How many photos of one class were predicted as another.
   *
   * @param actual the true class, an index into the class names
   * @param predicted the class that they were given, another one
   * @param count how many photos, at least 1
   */
  public record ConfusedPair(int actual, int predicted, int count) {}
}
