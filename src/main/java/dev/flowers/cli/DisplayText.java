package dev.flowers.cli;

import java.math.BigDecimal;
import java.util.Locale;

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
}
