package dev.flowers.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The confusion matrix: how many photos of each class were predicted as each class.
 *
 * <p>Precision, recall and F1 are those of van Rijsbergen, "Information Retrieval", 1979. A
 * quotient without photos to divide by is 0, as scikit-learn has it.
 */
public final class ConfusionMatrix {
  private final List<String> classes;
  private final int[][] counts;

  private ConfusionMatrix(List<String> classes, int[][] counts) {
    this.classes = classes;
    this.counts = counts;
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
    return Arrays.stream(counts).mapToInt(row -> Arrays.stream(row).sum()).sum();
  }

  /** How many photos are of this class. */
  public int support(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** The share of photos that were given their own class, in [0,1]. */
  public double accuracy() {
    return quotient(right(), total());
  }

  /** How many photos were given their own class. */
  public int right() {
    int right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return right;
  }

  /** Precision: the share of the photos predicted as this class that belong to it, in [0,1]. */
  public double precision(int label) {
    int taken = 0;
    for (int[] row : counts) {
      taken += row[label];
    }
    return quotient(counts[label][label], taken);
  }

  /** Recall: the share of this class's photos that were predicted as it, in [0,1]. */
  public double recall(int label) {
    return quotient(counts[label][label], support(label));
  }

  /** The harmonic mean of precision and recall, in [0,1]. */
  public double f1(int label) {
    double precision = precision(label);
    double recall = recall(label);
    return quotient(2 * precision * recall, precision + recall);
  }

  /** The mean of the classes' precision, each class counting the same, in [0,1]. */
  public double macroPrecision() {
    return mean(this::precision);
  }

  /** The mean of the classes' recall, each class counting the same, in [0,1]. */
  public double macroRecall() {
    return mean(this::recall);
  }

  /** The mean of the classes' F1, each class counting the same, in [0,1]. */
  public double macroF1() {
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

  private double mean(IntToDoubleFunction figure) {
    return IntStream.range(0, counts.length).mapToDouble(figure).average().orElse(0);
  }

  private static double quotient(double dividend, double divisor) {
    return divisor == 0 ? 0 : dividend / divisor;
  }
}
