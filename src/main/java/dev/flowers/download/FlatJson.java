package dev.flowers.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON object of texts and whole numbers: all that the files beside a download need, without a
 * library for it.
 */
final class FlatJson {
  // Possessive, so that a hostile file costs neither time nor stack.
  private static final String TEXT =
      "\"((?:[^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\/bfnrt]|\\\\u\\p{XDigit}{4})*+)\"";
  private static final Pattern MEMBER =
      Pattern.compile("\\s*+" + TEXT + "\\s*+:\\s*+(?:" + TEXT + "|(-?\\d{1,18}+))\\s*+");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|(.))");
  private static final String SHORT = "\"\\/bfnrt";
  private static final String MEANT = "\"\\/\b\f\n\r\t";

  private final Map<String, Object> members = new LinkedHashMap<>();

  FlatJson put(String name, String value) {
    members.put(name, value);
    return this;
  }

  FlatJson put(String name, long value) {
    members.put(name, value);
    return this;
  }

  Optional<String> text(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  OptionalLong number(String name) {
    return members.get(name) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  void write(Path file) throws IOException {
    Files.writeString(file, this + "\n");
  }

  /** The object in a file; nothing if there is no such file, or it was torn while written. */
  static Optional<FlatJson> read(Path file) throws IOException {
    try {
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static Optional<FlatJson> parse(String json) {
    String text = json.strip();
    if (text.length() < 2 || !text.startsWith("{") || !text.endsWith("}")) {
      return Optional.empty();
    }
    String inside = text.substring(1, text.length() - 1);
    FlatJson object = new FlatJson();
    if (inside.isBlank()) {
      return Optional.of(object);
    }
    Matcher member = MEMBER.matcher(inside);
    int at = 0;
    while (true) {
      if (!member.region(at, inside.length()).lookingAt()) {
        return Optional.empty();
      }
      String name = unescape(member.group(1));
      if (member.group(3) == null) {
        object.put(name, unescape(member.group(2)));
      } else {
        object.put(name, Long.parseLong(member.group(3)));
      }
      at = member.end();
      if (at == inside.length()) {
        return Optional.of(object);
      }
      if (inside.charAt(at++) != ',') {
        return Optional.empty();
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> {
          json.append(json.length() == 1 ? "\n  " : ",\n  ").append(quote(name)).append(": ");
          json.append(value instanceof String text ? quote(text) : value);
        });
    return json.append("\n}").toString();
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) != null
                        ? Character.toString((char) Integer.parseInt(escape.group(1), 16))
                        : MEANT.substring(
                            SHORT.indexOf(escape.group(2)), SHORT.indexOf(escape.group(2)) + 1)));
  }
}
