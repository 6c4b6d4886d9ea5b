package dev.flowers.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * A classifier's figures on a set of photos.
 *
 * @param confusion which classes were taken for which
 * @param loss the mean cross-entropy in nats, ≥ 0; 0 without photos
 */
public record Evaluation(ConfusionMatrix confusion, double loss) {
  /**
   * Below this a probability counts as this: one certain mistake must not make the loss infinite.
   */
  private static final double LEAST_PROBABILITY = 1e-12;

  /**
   * Evaluates.
   *
   * @param classes the class names
   * @param labels the true class of each photo, an index into {@code classes}
   * @param probabilities for each photo the classes' probabilities, which sum to 1
   */
  public static Evaluation of(List<String> classes, int[] labels, List<float[]> probabilities) {
    if (labels.length != probabilities.size()) {
      throw new IllegalArgumentException(
          "found " + probabilities.size() + " predictions, expected " + labels.length);
    }
    int[] predicted = new int[labels.length];
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      float[] row = probabilities.get(i);
      if (row.length != classes.size()) {
        throw new IllegalArgumentException(
            "photo " + i + ": found " + row.length + " probabilities, expected " + classes.size());
      }
      predicted[i] = largest(row);
      loss -= Math.log(Math.max(row[labels[i]], LEAST_PROBABILITY));
    }
    return new Evaluation(
        ConfusionMatrix.of(classes, labels, predicted),
        labels.length == 0 ? 0 : loss / labels.length);
  }

  /** The share of photos that were given their own class, in [0,1]. */
  public double accuracy() {
    return confusion.accuracy();
  }

  /** The figures as text: a line of totals, a table of the classes, the confusion matrix. */
  public String text() {
    List<String> classes = confusion.classes();
    int name = 7;
    for (String className : classes) {
      name = Math.max(name, className.length());
    }
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "accuracy %.4f, loss %.4f, macro F1 %.4f on %d photos",
            accuracy(), loss, confusion.macroF1(), confusion.total()));
    text.append('\n');
    text.append(line("%-" + name + "s  precision  recall      F1  photos", "class"));
    for (int i = 0; i < classes.size(); i++) {
      text.append(
          line(
              "%-" + name + "s  %9.4f  %6.4f  %6.4f  %6d",
              classes.get(i),
              confusion.precision(i),
              confusion.recall(i),
              confusion.f1(i),
              confusion.support(i)));
    }
    text.append('\n');
    String corner = "true \\ predicted";
    int first = Math.max(name, corner.length());
    int cell = name + 2;
    StringBuilder header = new StringBuilder(corner).append(" ".repeat(first - corner.length()));
    for (String className : classes) {
      header.append(String.format(Locale.ROOT, "%" + cell + "s", className));
    }
    text.append(header).append('\n');
    for (int i = 0; i < classes.size(); i++) {
      text.append(String.format(Locale.ROOT, "%-" + first + "s", classes.get(i)));
      for (int j = 0; j < classes.size(); j++) {
        text.append(String.format(Locale.ROOT, "%" + cell + "d", confusion.count(i, j)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int largest(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments) + '\n';
  }
}
