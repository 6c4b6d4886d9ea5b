package dev.flowers.report;

/** A line across a chart at a number of its upright axis, with the number to its left. */
final class ChartRule {
  private static final int GAP = 6;

  /** From the line to the text's base line: about half the height of its digits. */
  private static final int HALF_DIGIT = 4;

  private ChartRule() {}

  static void write(Markup page, double left, double right, double place, String number) {
    String y = Numbers.length(place);
    page.empty(
        "line",
        "class",
        "grid",
        "x1",
        Numbers.length(left),
        "x2",
        Numbers.length(right),
        "y1",
        y,
        "y2",
        y);
    page.element(
        "text",
        number,
        "x",
        Numbers.length(left - GAP),
        "y",
        Numbers.length(place + HALF_DIGIT),
        "text-anchor",
        "end");
  }
}
