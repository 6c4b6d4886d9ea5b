package dev.flowers.report;

import dev.flowers.evaluation.Calibration;
import dev.flowers.evaluation.Calibration.Bin;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.Interval;
import java.util.List;

/**
 * Accuracy over confidence. Each bin's dot has its 95 % interval: with few photos, a dot far from
 * the diagonal means little. Below, how many photos each bin has.
 */
final class ReliabilityDiagram {
  private static final Axis ACROSS = new Axis(0, 1, 44, 338);
  private static final Axis UP = new Axis(0, 1, 240, 12);
  private static final int HISTOGRAM_TOP = 252;
  private static final int HISTOGRAM_BOTTOM = 288;

  private ReliabilityDiagram() {}

  static void write(Markup page, Evaluation evaluation) {
    Calibration calibration = evaluation.calibration();
    page.open("section", "id", "calibration").line();
    page.element("h2", "Calibration (reliability diagram)");
    page.element(
        "p",
        "Photos are binned by confidence, the highest predicted probability. On the dashed line"
            + " confidence equals accuracy; below it the classifier is overconfident, above it"
            + " underconfident. The vertical lines are 95\u00A0% confidence intervals; the bars below"
            + " count the photos.",
        "class",
        "say");
    evaluation.uncalibrated().ifPresent(before -> change(page, evaluation, before));
    page.open("div", "class", "pair").open("figure");
    page.open(
        "svg",
        "class",
        "chart",
        "viewBox",
        "0 0 360 326",
        "role",
        "img",
        "aria-label",
        "Accuracy over confidence; the expected calibration error is "
            + Numbers.percent(calibration.expectedError())
            + ". The table gives the numbers.");
    grid(page);
    evaluation
        .uncalibrated()
        .ifPresent(before -> before.calibration().bins().forEach(bin -> hollowDot(page, bin)));
    int most = calibration.bins().stream().mapToInt(Bin::count).max().orElse(0);
    for (Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        histogram(page, bin, most);
        dot(page, bin);
      }
    }
    page.close().close().line();
    table(page, calibration.bins());
    page.close().close().line();
  }

  private static void change(Markup page, Evaluation evaluation, Evaluation before) {
    page.element(
        "p",
        "The probabilities are calibrated by temperature scaling, with temperature "
            + Numbers.decimal(evaluation.temperature())
            + ", chosen on the validation photos. The expected calibration error was "
            + Numbers.percent(before.calibration().expectedError())
            + " before (hollow dots) and is "
            + Numbers.percent(evaluation.calibration().expectedError())
            + "; the loss was "
            + Numbers.decimal(before.loss())
            + " and is "
            + Numbers.decimal(evaluation.loss())
            + ". No prediction has changed.",
        "class",
        "say");
  }

  private static void hollowDot(Markup page, Bin bin) {
    if (bin.count() > 0) {
      page.empty(
          "circle",
          "class",
          "before",
          "cx",
          Numbers.length(ACROSS.place(bin.confidence().orElseThrow())),
          "cy",
          Numbers.length(UP.place(bin.accuracy().orElseThrow())),
          "r",
          "4");
    }
  }

  private static void grid(Markup page) {
    for (double tick : List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)) {
      String x = Numbers.length(ACROSS.place(tick));
      ChartRule.write(page, 44, 338, UP.place(tick), Numbers.shortPercent(tick));
      page.element("text", Numbers.shortPercent(tick), "x", x, "y", "304", "text-anchor", "middle");
    }
    page.element("text", "confidence", "x", "191", "y", "321", "text-anchor", "middle");
    page.element("text", "accuracy", "x", "50", "y", "22");
    page.empty("line", "class", "diagonal", "x1", "44", "y1", "240", "x2", "338", "y2", "12");
  }

  private static void histogram(Markup page, Bin bin, int most) {
    double height = (double) (HISTOGRAM_BOTTOM - HISTOGRAM_TOP) * bin.count() / most;
    page.empty(
        "rect",
        "class",
        "count",
        "x",
        Numbers.length(ACROSS.place(bin.low()) + 1),
        "y",
        Numbers.length(HISTOGRAM_BOTTOM - Math.max(1, height)),
        "width",
        Numbers.length(ACROSS.place(bin.high()) - ACROSS.place(bin.low()) - 2),
        "height",
        Numbers.length(Math.max(1, height)));
  }

  private static void dot(Markup page, Bin bin) {
    double accuracy = bin.accuracy().orElseThrow();
    int right = (int) Math.round(accuracy * bin.count());
    Interval interval = Interval.wilson(right, bin.count());
    String x = Numbers.length(ACROSS.place(bin.confidence().orElseThrow()));
    page.empty(
        "line",
        "class",
        "whisker",
        "x1",
        x,
        "x2",
        x,
        "y1",
        Numbers.length(UP.place(interval.low())),
        "y2",
        Numbers.length(UP.place(interval.high())));
    page.empty(
        "circle", "class", "dot", "cx", x, "cy", Numbers.length(UP.place(accuracy)), "r", "4.5");
  }

  private static void table(Markup page, List<Bin> bins) {
    page.open("table").open("thead").open("tr");
    for (String head : List.of("confidence", "photos", "mean", "accuracy")) {
      page.element("th", head, "scope", "col");
    }
    page.close().close().open("tbody").line();
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        page.open("tr");
        page.element(
            "th",
            Math.round(100 * bin.low()) + "–" + Numbers.wholePercent(bin.high()),
            "scope",
            "row");
        page.element("td", Numbers.integer(bin.count()));
        page.element("td", Numbers.percent(bin.confidence()));
        page.element("td", Numbers.percent(bin.accuracy())).close().line();
      }
    }
    page.close().close().line();
  }
}
