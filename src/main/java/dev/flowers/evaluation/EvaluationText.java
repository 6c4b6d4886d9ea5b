package dev.flowers.evaluation;

import dev.flowers.storage.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** An evaluation as text for a terminal with a fixed-width font. */
final class EvaluationText {
  /** A wider matrix does not fit a terminal; of 1,000 classes it would be 10 MB. */
  private static final int MOST_CLASSES = 30;

  private static final int PAIRS = 10;

  private final ConfusionMatrix confusion;
  private final List<String> classes;
  private final int name;
  private final StringBuilder text = new StringBuilder();

  private EvaluationText(ConfusionMatrix confusion) {
    this.confusion = confusion;
    this.classes = confusion.classes();
    this.name = Math.max(7, classes.stream().mapToInt(String::length).max().orElse(0));
  }

  static String of(Evaluation evaluation) {
    return evaluation.photos() == 0
        ? "no photo was tested\n"
        : new EvaluationText(evaluation.confusion()).figures(evaluation);
  }

  private String figures(Evaluation evaluation) {
    line(
        "accuracy %s, loss %s, macro F1 %s on %s",
        figure(evaluation.accuracy()),
        figure(evaluation.loss()),
        figure(confusion.macroF1()),
        Quantity.of(evaluation.photos(), "photo"));
    evaluation
        .accuracyInterval()
        .ifPresent(
            interval ->
                line(
                    "95 %% confidence interval of the accuracy %.4f to %.4f, calibration error %s",
                    interval.low(),
                    interval.high(),
                    figure(evaluation.calibration().expectedError())));
    evaluation
        .uncalibrated()
        .ifPresent(
            before ->
                line(
                    "without calibration: calibration error %s, loss %s; temperature %s",
                    figure(before.calibration().expectedError()),
                    figure(before.loss()),
                    figure(evaluation.temperature())));
    RiskCoverage risk = evaluation.riskCoverage();
    line(
        "accuracy on the most confident 90 %% of the photos %s, 80 %% %s; area under risk over coverage %s",
        figure(risk.accuracy(0.9)), figure(risk.accuracy(0.8)), figure(risk.area()));
    int present = confusion.present().size();
    if (present < classes.size()) {
      line(
          "macro F1 is the mean of %d of the %d classes: the others have no photo and no prediction",
          present, classes.size());
    }
    line("");
    classTable();
    line("");
    if (classes.size() <= MOST_CLASSES) {
      matrix();
    } else {
      mostConfused();
    }
    return text.toString();
  }

  private void classTable() {
    line("%-" + name + "s  precision  recall      F1  photos", "class");
    for (int i = 0; i < classes.size(); i++) {
      line(
          "%-" + name + "s  %9s  %6s  %6s  %6d",
          classes.get(i),
          figure(confusion.precision(i)),
          figure(confusion.recall(i)),
          figure(confusion.f1(i)),
          confusion.support(i));
    }
  }

  private void matrix() {
    String corner = "true \\ predicted";
    int first = Math.max(name, corner.length());
    int cell = name + 2;
    text.append(corner).append(" ".repeat(first - corner.length()));
    for (String className : classes) {
      text.append(String.format(Locale.ROOT, "%" + cell + "s", className));
    }
    text.append('\n');
    for (int i = 0; i < classes.size(); i++) {
      text.append(String.format(Locale.ROOT, "%-" + first + "s", classes.get(i)));
      for (int j = 0; j < classes.size(); j++) {
        text.append(String.format(Locale.ROOT, "%" + cell + "d", confusion.count(i, j)));
      }
      text.append('\n');
    }
  }

  private void mostConfused() {
    List<ConfusionMatrix.ConfusedPair> pairs = confusion.mostConfused();
    List<ConfusionMatrix.ConfusedPair> shown = pairs.subList(0, Math.min(PAIRS, pairs.size()));
    if (shown.isEmpty()) {
      line("no classes were confused");
      return;
    }
    line(
        "most confused classes, %d of %d pairs; the matrix is shown for up to %d classes",
        shown.size(), pairs.size(), MOST_CLASSES);
    int predicted = Math.max(name, "predicted".length());
    line("%-" + name + "s  %-" + predicted + "s  photos", "true", "predicted");
    for (ConfusionMatrix.ConfusedPair pair : shown) {
      line(
          "%-" + name + "s  %-" + predicted + "s  %d of %d",
          classes.get(pair.actual()),
          classes.get(pair.predicted()),
          pair.count(),
          confusion.support(pair.actual()));
    }
  }

  private static String figure(OptionalDouble figure) {
    return figure.isPresent() ? String.format(Locale.ROOT, "%.4f", figure.getAsDouble()) : "–";
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
