package dev.flowers.report;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.Interval;

/** The main metrics: accuracy, top-k accuracy, macro F1, loss and calibration error. */
final class Headline {
  private Headline() {}

  /** Writes them; there must be photos. */
  static void write(Markup page, Evaluation evaluation) {
    page.open("section", "class", "headline", "aria-label", "Main metrics").line();
    accuracy(page, evaluation);
    int classes = evaluation.classes().size();
    if (classes > 2) {
      int k = classes < 10 ? 2 : 5;
      tile(
          page,
          "Top-" + k + " accuracy",
          Numbers.percent(evaluation.topAccuracy(k)),
          "of the photos have their class among the " + k + " most probable");
    }
    tile(page, "Macro F1", Numbers.decimal(evaluation.confusion().macroF1()), meaning(evaluation));
    tile(
        page,
        "Loss",
        Numbers.decimal(evaluation.loss()),
        "mean cross-entropy in nats; uniform guessing gives " + Numbers.decimal(Math.log(classes)));
    tile(
        page,
        "Calibration error",
        Numbers.percent(evaluation.calibration().expectedError()),
        "expected difference between confidence and accuracy (ECE); 0 is best");
    page.close().line();
  }

  private static String meaning(Evaluation evaluation) {
    int present = evaluation.confusion().present().size();
    return (present == evaluation.classes().size()
            ? "mean F1 of the classes"
            : "mean F1 of the "
                + Numbers.count(present, "class")
                + " that have a photo or a prediction")
        + ", each with the same weight; 1 is best";
  }

  private static void accuracy(Markup page, Evaluation evaluation) {
    page.open("div", "class", "tile lead");
    page.element("h2", "Accuracy")
        .element("p", Numbers.percent(evaluation.accuracy()), "class", "big");
    Interval interval = evaluation.accuracyInterval().orElseThrow();
    String range = Numbers.percent(interval.low()) + " to " + Numbers.percent(interval.high());
    page.open(
        "svg",
        "class",
        "interval",
        "viewBox",
        "0 0 200 12",
        "role",
        "img",
        "aria-label",
        "The accuracy on a scale from 0 to 100 %, with its 95 % confidence interval, " + range);
    page.empty("rect", "class", "track", "y", "5", "width", "200", "height", "2", "rx", "1");
    page.empty(
        "rect",
        "class",
        "range",
        "x",
        Numbers.length(200 * interval.low()),
        "y",
        "3",
        "width",
        Numbers.length(Math.max(1, 200 * (interval.high() - interval.low()))),
        "height",
        "6",
        "rx",
        "3");
    page.empty(
        "circle",
        "class",
        "dot",
        "cx",
        Numbers.length(200 * evaluation.accuracy().orElseThrow()),
        "cy",
        "6",
        "r",
        "3");
    page.close();
    page.element(
        "p",
        Numbers.integer(evaluation.confusion().right())
            + " of "
            + Numbers.count(evaluation.photos(), "photo")
            + " correct");
    page.element("p", "95\u00A0% confidence interval: " + range);
    page.close().line();
  }

  private static void tile(Markup page, String name, String figure, String meaning) {
    page.open("div", "class", "tile");
    page.element("h2", name).element("p", figure, "class", "big").element("p", meaning);
    page.close().line();
  }
}
