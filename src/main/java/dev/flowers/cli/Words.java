package dev.flowers.cli;

import java.util.Locale;

/** How constants are written for people. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
