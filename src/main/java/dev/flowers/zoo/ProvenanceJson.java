package dev.flowers.zoo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A model's provenance as {@code model.json}. */
final class ProvenanceJson {
  static final String FILE = "model.json";
  private static final int FORMAT = 1;

  private ProvenanceJson() {}

  static void write(ModelProvenance provenance, Path file) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.asMap().putAll(gson().toJsonTree(provenance).getAsJsonObject().asMap());
    Files.writeString(file, gson().toJson(json) + "\n", UTF_8);
  }

  static ModelProvenance read(Path file) throws IOException {
    try {
      JsonObject json = gson().fromJson(Files.readString(file, UTF_8), JsonObject.class);
      int format = json == null || !json.has("format") ? 0 : json.get("format").getAsInt();
      if (format != FORMAT) {
        throw new IOException(
            file + ": found format " + format + ", expected " + FORMAT + ": of another version");
      }
      return gson().fromJson(json, ModelProvenance.class);
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw malformed(file, e);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws in a plain RuntimeException.
      throw malformed(file, e.getCause() == null ? e : e.getCause());
    }
  }

  private static IOException malformed(Path file, Throwable cause) {
    return new IOException(
        file + ": found no model's provenance (" + cause.getMessage() + "), expected one", cause);
  }

  private static Gson gson() {
    return new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .serializeSpecialFloatingPointValues()
        .registerTypeAdapter(
            Instant.class,
            (JsonSerializer<Instant>)
                (instant, type, context) -> new JsonPrimitive(instant.toString()))
        .registerTypeAdapter(
            Instant.class,
            (com.google.gson.JsonDeserializer<Instant>)
                (json, type, context) -> Instant.parse(json.getAsString()))
        .create();
  }
}
