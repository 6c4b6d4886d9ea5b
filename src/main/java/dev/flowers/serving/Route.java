package dev.flowers.serving;

import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * A row of the table of routes.
 *
 * @param method GET or POST
 * @param path the whole path, with the groups {@code name} and {@code version} where it has them
 * @param error how the protocol says a status code and a message
 * @param action what it does
 */
record Route(String method, Pattern path, BiFunction<Integer, String, Reply> error, Action action) {
  boolean takesBody() {
    return method.equals("POST");
  }
}
