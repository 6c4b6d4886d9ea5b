package dev.flowers.storage;

import java.util.Locale;

/** Writes a count and its noun: {@code 1 photo}, {@code 20 classes}. */
public final class Quantity {
  private Quantity() {}

  /**
   * Returns both, the noun in the plural unless the count is 1.
   *
   * @param count how many
   * @param noun in the singular, with a plural in {@code s} or {@code es}
   */
  public static String of(long count, String noun) {
    String ending = count == 1 ? "" : noun.endsWith("s") ? "es" : "s";
    return String.format(Locale.ROOT, "%d %s%s", count, noun, ending);
  }
}
