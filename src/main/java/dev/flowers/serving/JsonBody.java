package dev.flowers.serving;

import java.util.Base64;

/** Messages about what a body has. */
final class JsonBody {
  /** A client's text comes back in a message, but no more of it than this. */
  private static final int SHOWN = 64;

  private JsonBody() {}

  static byte[] base64(String text, String name) throws RequestException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, "no base64", "base64 of an image file");
    }
  }

  /** A client's text, as far as it is shown. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  static RequestException wrong(String name, String found, String expected) {
    return new RequestException(
        RequestException.BAD_REQUEST, name + ": found " + found + ", expected " + expected);
  }
}
