package dev.flowers.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalDouble;

/** Formats constants and numbers for the terminal. */
final class DisplayText {
  private DisplayText() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The shortest decimals that give the same float, never with an exponent: as one types it. */
  static String of(float number) {
    return new BigDecimal(Float.toString(number)).stripTrailingZeros().toPlainString();
  }

  /** A metric with four decimals; a dash for one that is absent. */
  static String of(OptionalDouble metric) {
    return metric.isPresent() ? String.format(Locale.ROOT, "%.4f", metric.getAsDouble()) : "–";
  }
}
