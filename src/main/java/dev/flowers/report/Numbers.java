package dev.flowers.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** Formats the page's numbers, independent of the locale. */
final class Numbers {
  /** What stands for a figure that is absent. */
  private static final String ABSENT = "–";

  private Numbers() {}

  /** A share as "93.5 %". */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f\u00A0%%", 100 * share);
  }

  /** The same of a share that may be absent. */
  static String percent(OptionalDouble share) {
    return text(share, Numbers::percent);
  }

  /** A share as "94 %"; what is not quite all is "&gt;99 %". */
  static String wholePercent(double share) {
    return (share < 1 && share > 0.995 ? ">99" : Math.round(100 * share)) + "\u00A0%";
  }

  /** A share as "94%", where there is little room. */
  static String shortPercent(double share) {
    return Math.round(100 * share) + "%";
  }

  /** "0.214". */
  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  /** The same of a number that may be absent. */
  static String decimal(OptionalDouble number) {
    return text(number, Numbers::decimal);
  }

  private static String text(OptionalDouble number, DoubleFunction<String> format) {
    return number.isPresent() ? format.apply(number.getAsDouble()) : ABSENT;
  }

  /** "1,234". */
  static String integer(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** "1,234 photos", "1 photo". */
  static String count(int number, String noun) {
    return integer(number) + '\u00A0' + noun + (number == 1 ? "" : noun.endsWith("s") ? "es" : "s");
  }

  /** A length in a drawing, to a tenth; "12", "12.3". */
  static String length(double length) {
    long tenths = Math.round(length * 10);
    String sign = tenths < 0 ? "-" : "";
    long positive = Math.abs(tenths);
    String whole = sign + positive / 10;
    return positive % 10 == 0 ? whole : whole + '.' + positive % 10;
  }
}
