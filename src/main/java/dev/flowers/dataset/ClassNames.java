package dev.flowers.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rule for a class's name, wherever it comes from.
 *
 * <p>A name has a line of its own in a model's {@code synset.txt}, and stands in tables and
 * messages. So it is one line without control characters, and neither begins nor ends with white
 * space, which readers of such files strip. No two classes have one name.
 */
public final class ClassNames {
  /** The longest name, in UTF-16 units. Far above any real one; folder names have at most 255. */
  public static final int MAX_LENGTH = 1000;

  /** What a name must be, for messages. */
  public static final String EXPECTED =
      "1 to "
          + MAX_LENGTH
          + " characters in one line, without control characters or white space at the ends";

  private static final int SHOWN = 80;

  private ClassNames() {}

  /**
   * Checks a list of all classes.
   *
   * @throws IllegalArgumentException if a name is not as this class says, or there twice; the
   *     message shows it
   */
  public static void check(List<String> names) {
    Map<String, Integer> labels = new HashMap<>();
    for (int label = 0; label < names.size(); label++) {
      String name = names.get(label);
      String fault = fault(name);
      if (!fault.isEmpty()) {
        throw new IllegalArgumentException(
            "found the class name " + quoted(name) + " (" + fault + "), expected " + EXPECTED);
      }
      Integer other = labels.putIfAbsent(name, label);
      if (other != null) {
        throw new IllegalArgumentException(
            ("found the class name " + quoted(name) + " for the labels " + other + " and " + label)
                + ", expected one name a class");
      }
    }
  }

  /**
   * Returns a name between quotation marks for a message: in one line, and cut where it is very
   * long. What does not show is written as in Java, {@code \n} or <code>&#92;u0007</code>.
   */
  public static String quoted(String name) {
    StringBuilder shown = new StringBuilder("\"");
    name.codePoints()
        .limit(SHOWN)
        .forEach(
            c -> {
              if (c == '\n') {
                shown.append("\\n");
              } else if (c == '\r') {
                shown.append("\\r");
              } else if (c == '\t') {
                shown.append("\\t");
              } else if (isUnfit(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.append(name.codePointCount(0, name.length()) > SHOWN ? "…\"" : "\"").toString();
  }

  /**
   * Looks at one name.
   *
   * @return what is wrong with it, such as {@code a line break}; empty if nothing is
   */
  public static String fault(String name) {
    if (name.isEmpty()) {
      return "nothing";
    }
    if (name.length() > MAX_LENGTH) {
      return name.length() + " characters";
    }
    if (name.codePoints().allMatch(c -> isSpace(c) || Character.getType(c) == Character.FORMAT)) {
      return "white space alone";
    }
    if (name.codePoints().anyMatch(ClassNames::isLineBreak)) {
      return "a line break";
    }
    if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      return "half a character (a lone surrogate)";
    }
    if (name.codePoints().anyMatch(ClassNames::isUnfit)) {
      return "a control character";
    }
    return isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))
        ? "white space at its beginning or end"
        : "";
  }

  private static boolean isLineBreak(int c) {
    // Java's readers of lines know the first two; Unicode (UAX 14) and other programs the others.
    return c == '\n'
        || c == '\r'
        || c == 0x0b
        || c == 0x0c
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /** What would break a line or a terminal, or cannot be written as UTF-8. */
  private static boolean isUnfit(int c) {
    return isLineBreak(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
