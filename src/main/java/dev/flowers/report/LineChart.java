package dev.flowers.report;

import dev.flowers.head.EpochResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A figure over the epochs: one line for the training photos, one for the validation photos, the
 * best epoch marked.
 *
 * @param title what is drawn
 * @param train the figure on the training photos
 * @param validation the figure on the validation photos
 * @param most the largest value that there can be; infinite if there is none
 * @param label how a number on the axis is written
 */
record LineChart(
    String title,
    Function<EpochResult, OptionalDouble> train,
    Function<EpochResult, OptionalDouble> validation,
    double most,
    DoubleFunction<String> label) {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 220;
  private static final int LEFT = 44;
  private static final int RIGHT = 348;
  private static final int TOP = 12;
  private static final int BOTTOM = 180;

  void write(Markup page, List<EpochResult> history, int bestEpoch) {
    Axis across = across(history);
    Axis up = up(history);
    page.open("figure");
    page.element("h3", title);
    page.open(
        "svg",
        "class",
        "chart",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        description(history, bestEpoch));
    grid(page, across, up);
    double best = across.place(bestEpoch);
    page.empty(
        "line", "class", "best", "x1", at(best), "x2", at(best), "y1", at(TOP), "y2", at(BOTTOM));
    line(page, history, train, across, up, "train");
    line(page, history, validation, across, up, "validation");
    for (EpochResult epoch : history) {
      OptionalDouble value = validation.apply(epoch);
      if (epoch.epoch() == bestEpoch && drawable(value)) {
        page.empty(
            "circle",
            "class",
            "validation",
            "cx",
            at(best),
            "cy",
            at(up.place(value.getAsDouble())),
            "r",
            "4");
      }
    }
    page.close().close().line();
  }

  private static Axis across(List<EpochResult> history) {
    int first = history.get(0).epoch();
    int last = history.get(history.size() - 1).epoch();
    // A single epoch stands in the middle.
    return first == last
        ? new Axis(first - 1, first + 1, LEFT, RIGHT)
        : new Axis(first, last, LEFT, RIGHT);
  }

  private Axis up(List<EpochResult> history) {
    double[] values =
        history.stream()
            .flatMap(e -> Stream.of(train.apply(e), validation.apply(e)))
            .filter(LineChart::drawable)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    if (values.length == 0) {
      return new Axis(0, 1, BOTTOM, TOP);
    }
    // A loss is read from 0, an accuracy from where it began.
    double low = Double.isInfinite(most) ? 0 : values[0];
    double high = Double.isInfinite(most) ? values[values.length - 1] : most;
    return Axis.round(low, high, BOTTOM, TOP);
  }

  private void grid(Markup page, Axis across, Axis up) {
    for (double tick : up.ticks()) {
      ChartRule.write(page, LEFT, RIGHT, up.place(tick), label.apply(tick));
    }
    for (double tick : across.ticks()) {
      if (tick == Math.rint(tick)) {
        page.element(
            "text",
            Integer.toString((int) tick),
            "x",
            at(across.place(tick)),
            "y",
            at(BOTTOM + 17),
            "text-anchor",
            "middle");
      }
    }
    page.element(
        "text",
        "epoch",
        "x",
        at((LEFT + RIGHT) / 2.0),
        "y",
        at(BOTTOM + 35),
        "text-anchor",
        "middle");
  }

  private static void line(
      Markup page,
      List<EpochResult> history,
      Function<EpochResult, OptionalDouble> figure,
      Axis across,
      Axis up,
      String name) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (EpochResult epoch : history) {
      OptionalDouble value = figure.apply(epoch);
      boolean known = drawable(value);
      if (known) {
        path.append(pen ? 'L' : 'M')
            .append(at(across.place(epoch.epoch())))
            .append(' ')
            .append(at(up.place(value.getAsDouble())));
      }
      pen = known;
    }
    page.empty("path", "class", "line " + name, "d", path.toString());
  }

  private String description(List<EpochResult> history, int bestEpoch) {
    EpochResult best =
        history.stream().filter(e -> e.epoch() == bestEpoch).findFirst().orElseThrow();
    return title
        + " over "
        + Numbers.count(history.size(), "epoch")
        + "; at the best epoch, number "
        + bestEpoch
        + ", "
        + Numbers.decimal(train.apply(best))
        + " on the training and "
        + Numbers.decimal(validation.apply(best))
        + " on the validation photos";
  }

  /** A loss may have overflowed. */
  private static boolean drawable(OptionalDouble value) {
    return value.isPresent() && Double.isFinite(value.getAsDouble());
  }

  private static String at(double place) {
    return Numbers.length(place);
  }
}
