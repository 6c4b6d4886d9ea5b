package dev.flowers.evaluation;

import java.util.List;
import java.util.Locale;

/** An evaluation as text for a terminal with a fixed-width font. */
final class EvaluationText {
  private EvaluationText() {}

  static String of(Evaluation evaluation) {
    ConfusionMatrix confusion = evaluation.confusion();
    List<String> classes = confusion.classes();
    int name = 7;
    for (String className : classes) {
      name = Math.max(name, className.length());
    }
    Interval interval = evaluation.accuracyInterval();
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "accuracy %.4f, loss %.4f, macro F1 %.4f on %d photos",
            evaluation.accuracy(), evaluation.loss(), confusion.macroF1(), confusion.total()));
    text.append(
        line(
            "95 %% confidence interval of the accuracy %.4f to %.4f, calibration error %.4f",
            interval.low(), interval.high(), evaluation.calibration().expectedError()));
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
    appendMatrix(text, confusion, name);
    return text.toString();
  }

  private static void appendMatrix(StringBuilder text, ConfusionMatrix confusion, int name) {
    List<String> classes = confusion.classes();
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

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments) + '\n';
  }
}
