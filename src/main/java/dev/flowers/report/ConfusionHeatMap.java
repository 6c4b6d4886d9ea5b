package dev.flowers.report;

import dev.flowers.evaluation.ConfusionMatrix;
import java.util.List;

/**
 * The confusion matrix, a table whose cells are tinted by their share of the row: so screen readers
 * and printers get the numbers themselves.
 */
final class ConfusionHeatMap {
  /** A thousand classes would make a million cells, which no browser opens in a second. */
  private static final int MOST_CLASSES = 60;

  /** A matrix of so many classes leaves room beside it. */
  private static final int NARROW = 9;

  private static final int PAIRS = 6;

  /** The darkest of the tints in the style sheet. */
  private static final int TINTS = 10;

  private ConfusionHeatMap() {}

  static void write(Markup page, ConfusionMatrix confusion) {
    page.open("section", "id", "confusion").line();
    page.element("h2", "Confusion matrix");
    page.element(
        "p",
        "Rows are true classes, columns are predicted classes. Blue cells are correct predictions, red"
            + " cells are errors; a deeper colour is a larger share of the row.",
        "class",
        "say");
    page.open("div", "class", confusion.classes().size() <= NARROW ? "pair" : "stack").line();
    if (confusion.classes().size() <= MOST_CLASSES) {
      matrix(page, confusion);
    } else {
      page.element(
          "p",
          "The matrix of "
              + confusion.classes().size()
              + " classes is left out: beyond "
              + MOST_CLASSES
              + " classes it is too large for a page.");
    }
    pairs(page, confusion);
    page.close().close().line();
  }

  private static void matrix(Markup page, ConfusionMatrix confusion) {
    List<String> classes = confusion.classes();
    page.open(
        "div",
        "class",
        "scroll",
        "tabindex",
        "0",
        "role",
        "region",
        "aria-label",
        "Confusion matrix");
    page.open("table", "class", "matrix");
    page.open("thead").open("tr").element("td", "true \u2193  predicted \u2192", "class", "corner");
    for (String name : classes) {
      page.open("th", "scope", "col", "title", name).element("span", name).close();
    }
    page.close().close().open("tbody").line();
    for (int i = 0; i < classes.size(); i++) {
      page.open("tr").element("th", classes.get(i), "scope", "row", "title", classes.get(i));
      for (int j = 0; j < classes.size(); j++) {
        cell(page, confusion, i, j);
      }
      page.close().line();
    }
    page.close().close().close().line();
  }

  private static void cell(Markup page, ConfusionMatrix confusion, int actual, int predicted) {
    int count = confusion.count(actual, predicted);
    int support = confusion.support(actual);
    if (count == 0) {
      page.element("td", "0", "class", "none");
      return;
    }
    double share = count / (double) support;
    // By the root, so that a tenth and a hundredth differ to the eye; and one mistake in a thousand
    // is to be seen too.
    int tint = Math.max(1, (int) Math.round(TINTS * Math.sqrt(share)));
    List<String> classes = confusion.classes();
    page.element(
        "td",
        Integer.toString(count),
        "class",
        (actual == predicted ? "hit t" : "miss t") + tint,
        "title",
        classes.get(actual)
            + (actual == predicted
                ? ", correct: "
                : " predicted as " + classes.get(predicted) + ": ")
            + count
            + " of "
            + support
            + ", "
            + Numbers.percent(share));
  }

  private static void pairs(Markup page, ConfusionMatrix confusion) {
    List<ConfusionMatrix.ConfusedPair> pairs = confusion.mostConfused();
    page.open("div");
    page.element("h3", "Most often confused");
    if (pairs.isEmpty()) {
      page.element("p", "None: each photo was predicted as its own class.");
    } else {
      page.open("ol", "class", "pairs").line();
      for (ConfusionMatrix.ConfusedPair pair : pairs.subList(0, Math.min(PAIRS, pairs.size()))) {
        page.open("li").open("div");
        page.element("b", confusion.classes().get(pair.actual()));
        page.text(" predicted as ").element("b", confusion.classes().get(pair.predicted())).close();
        int support = confusion.support(pair.actual());
        page.element(
            "span",
            pair.count()
                + " of "
                + support
                + ", "
                + Numbers.wholePercent(pair.count() / (double) support));
        page.close().line();
      }
      page.close();
    }
    page.close().line();
  }
}
