package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;

/** Reads JSON requests; what is wrong in them becomes a {@link RequestException}. */
final class JsonBody {
  private JsonBody() {}

  static JsonObject parse(byte[] body, int from, int length) throws RequestException {
    JsonReader reader = new JsonReader(new StringReader(new String(body, from, length, UTF_8)));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT || !json.isJsonObject()) {
        throw wrong("body", "other JSON", "one object");
      }
      return json.getAsJsonObject();
    } catch (JsonParseException | IOException e) {
      throw wrong("body", "no JSON", "a JSON object");
    }
  }

  static JsonArray array(JsonObject object, String name) throws RequestException {
    JsonElement value = object.get(name);
    if (value == null || !value.isJsonArray()) {
      throw wrong(name, value == null ? "none" : "another value", "an array");
    }
    return value.getAsJsonArray();
  }

  static JsonObject object(JsonElement value, String name) throws RequestException {
    if (!value.isJsonObject()) {
      throw wrong(name, "another value", "an object");
    }
    return value.getAsJsonObject();
  }

  static String string(JsonObject object, String name) throws RequestException {
    JsonElement value = object.get(name);
    if (value == null) {
      throw wrong(name, "none", "a string");
    }
    return string(value, name);
  }

  static String string(JsonElement value, String name) throws RequestException {
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw wrong(name, "another value", "a string");
    }
    return value.getAsString();
  }

  static byte[] base64(String text, String name) throws RequestException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong(name, "no base64", "base64 of an image file");
    }
  }

  static RequestException wrong(String name, String found, String expected) {
    return new RequestException(
        RequestException.BAD_REQUEST, name + ": found " + found + ", expected " + expected);
  }
}
