package dev.flowers.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart: numbers to places.
 *
 * @param least the number at {@code from}
 * @param most the number at {@code to}, more than {@code least}
 * @param from where the axis begins in the drawing
 * @param to where it ends
 */
record Axis(double least, double most, double from, double to) {
  Axis {
    if (!(least < most)) {
      throw new IllegalArgumentException(
          "found an axis from " + least + " to " + most + ", expected an increase");
    }
  }

  /**
   * An axis that begins and ends at round numbers.
   *
   * @param least a number that it must hold
   * @param most another, at least {@code least}
   */
  static Axis round(double least, double most, double from, double to) {
    double step = step(most - least);
    double first = Math.floor(least / step + 1e-9) * step;
    double last = Math.ceil(most / step - 1e-9) * step;
    return new Axis(first, last > first ? last : first + step, from, to);
  }

  double place(double number) {
    return from + (number - least) / (most - least) * (to - from);
  }

  /** Three to seven round numbers on the axis. */
  List<Double> ticks() {
    double step = step(most - least);
    List<Double> ticks = new ArrayList<>();
    for (long i = Math.round(Math.ceil(least / step - 1e-9)); i * step <= most + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** The largest of 1, 2 and 5 times a power of ten that makes at least three steps. */
  private static double step(double range) {
    if (!(range > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(range)));
    for (double step : new double[] {2, 1, 0.5, 0.2}) {
      if (range / (step * power) >= 3 - 1e-9) {
        return step * power;
      }
    }
    return 0.1 * power;
  }
}
