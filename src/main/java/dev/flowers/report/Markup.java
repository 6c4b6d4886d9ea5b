package dev.flowers.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds HTML that is well-formed XML too.
 *
 * <p>Every attribute value and every text goes through {@link #escape}; there is no other way in,
 * except for the page's own style and script. Tag and attribute names come from this package.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content: those that HTML never closes, and those of SVG. */
  Markup empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  /** An element that holds a text alone. */
  Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /** A line's end, where it helps those who read the source. */
  Markup line() {
    out.append('\n');
    return this;
  }

  /**
   * A style or script, whose text HTML takes as it stands.
   *
   * @throws IllegalArgumentException if it has a character that HTML and XML would read differently
   */
  Markup verbatim(String tag, String text) {
    if (text.indexOf('<') >= 0 || text.indexOf('&') >= 0) {
      throw new IllegalArgumentException(
          "the " + tag + " has '<' or '&', which XML does not take as it stands");
    }
    start(tag);
    out.append('>').append(text).append("</").append(tag).append(">\n");
    return this;
  }

  /**
   * The document so far.
   *
   * @throws IllegalStateException if an element is still open
   */
  String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return "<!DOCTYPE html>\n" + out + '\n';
  }

  private void start(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException(tag + ": an attribute without a value");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.appendCodePoint(isText(c) ? c : 0xFFFD);
      }
    }
  }

  /**
   * What XML 1.0 and HTML both allow in a text, less the marks that turn the direction of what
   * follows: a file's name must not reorder the sentence around it.
   */
  private static boolean isText(int c) {
    boolean control = (c < 0x20 && c != '\n' && c != '\t') || in(c, 0x7F, 0x9F);
    boolean surrogate = in(c, 0xD800, 0xDFFF);
    boolean direction = in(c, 0x202A, 0x202E) || in(c, 0x2066, 0x2069);
    boolean noncharacter = (c & 0xFFFE) == 0xFFFE || in(c, 0xFDD0, 0xFDEF);
    return !control && !surrogate && !direction && !noncharacter;
  }

  private static boolean in(int c, int first, int last) {
    return c >= first && c <= last;
  }
}
