package dev.flowers.report;

import dev.flowers.evaluation.ConfusionMatrix;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Precision, recall and F1 of each class as bars with their numbers, the weakest class first. */
final class ClassTable {
  private ClassTable() {}

  static void write(Markup page, ConfusionMatrix confusion) {
    page.open("section", "id", "classes").line();
    page.element("h2", "Precision, recall and F1 by class");
    page.element(
        "p",
        "Recall: the share of a class's photos that were predicted as it. Precision: the share of the"
            + " photos predicted as the class that belong to it. F1 is their harmonic mean. The class"
            + " with the lowest F1 comes first. Classes without a photo and without a prediction"
            + " have no figures.",
        "class",
        "say");
    page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Classes");
    page.open("table", "class", "bars").open("thead").open("tr");
    for (String head : new String[] {"class", "recall", "precision", "F1", "photos"}) {
      page.element("th", head, "scope", "col");
    }
    page.close().close().open("tbody").line();
    IntStream.range(0, confusion.classes().size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> confusion.f1(i).orElse(Double.MAX_VALUE)))
        .forEach(
            i -> {
              page.open("tr").element("th", confusion.classes().get(i), "scope", "row");
              bar(page, confusion.recall(i));
              bar(page, confusion.precision(i));
              bar(page, confusion.f1(i));
              page.element("td", Integer.toString(confusion.support(i))).close().line();
            });
    page.close().close().close().close().line();
  }

  private static void bar(Markup page, OptionalDouble figure) {
    page.open("td").text(Numbers.percent(figure));
    if (figure.isPresent()) {
      bar(page, figure.getAsDouble());
    }
    page.close();
  }

  private static void bar(Markup page, double share) {
    page.open("svg", "viewBox", "0 0 100 6", "preserveAspectRatio", "none", "aria-hidden", "true");
    page.empty("rect", "class", "track", "width", "100", "height", "6");
    page.empty("rect", "class", "value", "width", Numbers.length(100 * share), "height", "6");
    page.close();
  }
}
