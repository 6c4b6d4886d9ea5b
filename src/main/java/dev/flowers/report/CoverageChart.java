package dev.flowers.report;

import dev.flowers.evaluation.RiskCoverage;
import java.util.List;

/** The accuracy on the most confident photos over their share. */
final class CoverageChart {
  private static final List<Double> TABLE = List.of(1.0, 0.95, 0.9, 0.8, 0.7, 0.5);
  private static final Axis ACROSS = new Axis(0, 1, 44, 338);
  private static final int BOTTOM = 200;
  private static final int TOP = 12;
  private static final int POINTS = 200;

  private CoverageChart() {}

  static void write(Markup page, RiskCoverage risk) {
    page.open("section", "id", "coverage").line();
    page.element("h2", "Accuracy over coverage (risk\u2013coverage curve)");
    page.element(
        "p",
        "Accuracy if only the most confident photos are answered, over their share of all photos."
            + " The area under risk over coverage, the mean share of wrong answers over all"
            + " coverages, is "
            + Numbers.decimal(risk.area())
            + "; 0 is best.",
        "class",
        "say");
    page.open("div", "class", "pair").open("figure");
    page.open(
        "svg",
        "class",
        "chart",
        "viewBox",
        "0 0 360 240",
        "role",
        "img",
        "aria-label",
        "Accuracy over coverage; "
            + Numbers.percent(risk.accuracy(1))
            + " on all photos. The table gives the numbers.");
    Axis up = Axis.round(lowest(risk), 1, BOTTOM, TOP);
    grid(page, up);
    page.empty("path", "class", "line validation", "d", path(risk, up));
    page.close().close().line();
    table(page, risk);
    page.close().close().line();
  }

  private static double coverage(int point, int points) {
    return (point + 1) / (double) points;
  }

  private static int points(RiskCoverage risk) {
    return Math.min(POINTS, risk.photos());
  }

  private static double lowest(RiskCoverage risk) {
    double lowest = 1;
    for (int i = 0; i < points(risk); i++) {
      lowest = Math.min(lowest, risk.accuracy(coverage(i, points(risk))).orElseThrow());
    }
    // An axis needs some extent, also where all is right.
    return Math.min(lowest, 0.9);
  }

  private static String path(RiskCoverage risk, Axis up) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points(risk); i++) {
      double coverage = coverage(i, points(risk));
      path.append(i == 0 ? 'M' : 'L')
          .append(Numbers.length(ACROSS.place(coverage)))
          .append(' ')
          .append(Numbers.length(up.place(risk.accuracy(coverage).orElseThrow())));
    }
    return path.toString();
  }

  private static void grid(Markup page, Axis up) {
    for (double tick : up.ticks()) {
      ChartRule.write(page, 44, 338, up.place(tick), Numbers.shortPercent(tick));
    }
    for (double tick : List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)) {
      page.element(
          "text",
          Numbers.shortPercent(tick),
          "x",
          Numbers.length(ACROSS.place(tick)),
          "y",
          "217",
          "text-anchor",
          "middle");
    }
    page.element("text", "coverage", "x", "191", "y", "235", "text-anchor", "middle");
  }

  private static void table(Markup page, RiskCoverage risk) {
    page.open("table").open("thead").open("tr");
    for (String head : List.of("coverage", "accuracy")) {
      page.element("th", head, "scope", "col");
    }
    page.close().close().open("tbody").line();
    for (double coverage : TABLE) {
      page.open("tr");
      page.element("th", Numbers.wholePercent(coverage), "scope", "row");
      page.element("td", Numbers.percent(risk.accuracy(coverage))).close().line();
    }
    page.close().close().line();
  }
}
