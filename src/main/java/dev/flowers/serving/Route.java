package dev.flowers.serving;

import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the table of routes.
 *
 * @param method GET or POST
 * @param path the whole path, with the groups {@code name} and {@code version} where it has them
 * @param error how the protocol says a status code and a message
 * @param open whether it answers without a token, too
 * @param action what it does
 */
record Route(
    String method,
    Pattern path,
    BiFunction<Integer, String, Reply> error,
    boolean open,
    Action action) {

  /**
   * A route that was found.
   *
   * @param model the path's model name; empty if it has none
   * @param version the path's version; empty if it has none
   */
  record Match(Route route, String model, String version) {}

  boolean takesBody() {
    return method.equals("POST");
  }

  /** The match of a path that {@linkplain #path matched} wholly. */
  Match match(Matcher matched) {
    return new Match(this, group(matched, "name"), group(matched, "version"));
  }

  private String group(Matcher matched, String name) {
    String value = path.pattern().contains("(?<" + name + ">") ? matched.group(name) : null;
    return value == null ? "" : value;
  }
}
