package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param status HTTP's status code
 * @param headers beside those that every reply has
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not copied: it is up to 16 MiB
record Reply(int status, Map<String, String> headers, byte[] body) {
  private static final int OK = 200;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  static Reply json(JsonElement body) {
    return json(OK, body);
  }

  static Reply json(int status, JsonElement body) {
    return new Reply(
        status, Map.of("Content-Type", "application/json"), GSON.toJson(body).getBytes(UTF_8));
  }

  /** An error as TensorFlow Serving and the Open Inference Protocol have it. */
  static Reply error(int status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("error", message);
    return json(status, error);
  }

  /** The same with a header more. */
  Reply with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }

  static Reply ok(String contentType, byte[] body) {
    return new Reply(OK, Map.of("Content-Type", contentType), body);
  }
}
