package dev.flowers.training;

import dev.flowers.evaluation.Interval;
import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.Quantity;
import java.util.Locale;

/** A comparison in words and as a table. */
final class ComparisonText {
  private ComparisonText() {}

  /** The figures in one line, by which a decision can be judged. */
  static String line(PairedComparison paired) {
    return String.format(
        Locale.ROOT,
        "accuracy %.4f against %.4f on the same %s: right by the new one alone %d, by the current one"
            + " alone %d; difference %+.1f points (95 %% interval %s), McNemar's exact p = %.3f",
        paired.secondAccuracy(),
        paired.firstAccuracy(),
        Quantity.of(paired.photos(), "photo"),
        paired.onlySecond(),
        paired.onlyFirst(),
        100 * paired.difference(),
        paired.differenceInterval(),
        paired.pValue());
  }

  /** The figures as a table for people. */
  static String table(ModelComparison comparison) {
    StringBuilder text = new StringBuilder();
    String first = comparison.first().reference();
    String second = comparison.second().reference();
    if (comparison.paired().isEmpty()) {
      text.append("no photo to compare ")
          .append(first)
          .append(" and ")
          .append(second)
          .append(" on");
      if (comparison.seen() > 0) {
        text.append(": ")
            .append(Quantity.of(comparison.seen(), "photo"))
            .append(" left out that one of them was fitted to");
      }
      return text.append('\n').toString();
    }
    PairedComparison all = comparison.paired().get();
    text.append(
        String.format(
            Locale.ROOT,
            "%s that neither was fitted to, %d left out\n",
            Quantity.of(all.photos(), "photo"),
            comparison.seen()));
    int width = Math.max(first.length(), second.length());
    model(text, width, first, all.bothRight() + all.onlyFirst(), all.photos());
    model(text, width, second, all.bothRight() + all.onlySecond(), all.photos());
    text.append(
        String.format(
            Locale.ROOT,
            "difference %+.1f points (95 %% interval %s); right by %s alone %d, by %s alone %d;"
                + " McNemar's exact p = %.4f\n\n",
            100 * all.difference(),
            all.differenceInterval(),
            second,
            all.onlySecond(),
            first,
            all.onlyFirst(),
            all.pValue()));
    classes(text, comparison);
    return text.toString();
  }

  private static void model(StringBuilder text, int width, String name, int right, int photos) {
    Interval interval = Interval.wilson(right, photos);
    text.append(
        String.format(
            Locale.ROOT,
            "%-" + width + "s  accuracy %.4f (95 %% interval %.4f to %.4f), %d of %d right\n",
            name,
            right / (double) photos,
            interval.low(),
            interval.high(),
            right,
            photos));
  }

  private static void classes(StringBuilder text, ModelComparison comparison) {
    int width = comparison.classes().stream().mapToInt(c -> c.name().length()).max().orElse(0);
    width = Math.max(width, "class".length());
    String row = "%-" + width + "s  %6s  %7s  %7s  %8s  %8s\n";
    text.append(
        String.format(Locale.ROOT, row, "class", "photos", "before", "after", "mended", "spoiled"));
    for (ModelComparison.ClassComparison figures : comparison.classes()) {
      PairedComparison paired = figures.paired();
      text.append(
          String.format(
              Locale.ROOT,
              row,
              figures.name(),
              paired.photos(),
              String.format(Locale.ROOT, "%.4f", paired.firstAccuracy()),
              String.format(Locale.ROOT, "%.4f", paired.secondAccuracy()),
              paired.onlySecond(),
              paired.onlyFirst()));
    }
  }
}
