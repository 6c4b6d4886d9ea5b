package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a TFRecord of embeddings holds and was made from; kept as a small JSON beside it, whose name
 * is the TFRecord's with {@code .json} appended.
 *
 * @param classes the class names, sorted; a label is an index into them
 * @param trunk the fingerprint of the trunk that made the codes; empty when unknown
 * @param width how many floats a code has
 * @param count how many records there are
 * @param mirrors how many of them are mirror images; a JSON that does not say it means 0
 * @param fingerprint 64 hexadecimal digits over all ids, labels and codes; neither the records'
 *     order nor the photos' paths matter to it
 */
public record EmbeddingsInfo(
    List<String> classes, String trunk, int width, int count, int mirrors, String fingerprint) {
  /** The version of the JSON and of what it says about the TFRecord. */
  public static final int FORMAT = 1;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if width or count is negative, or there are more mirror images
   *     than records
   */
  public EmbeddingsInfo {
    classes = List.copyOf(Objects.requireNonNull(classes, "no classes"));
    Objects.requireNonNull(trunk, "no trunk");
    Objects.requireNonNull(fingerprint, "no fingerprint");
    if (width < 0 || count < 0) {
      throw new IllegalArgumentException(
          "width %d and count %d, expected 0 or more".formatted(width, count));
    }
    if (mirrors < 0 || mirrors > count) {
      throw new IllegalArgumentException(
          "%d mirrors, expected 0 to %d, the count".formatted(mirrors, count));
    }
  }

  /** Returns where the JSON of this TFRecord is. */
  public static Path beside(Path tfrecord) {
    return tfrecord.resolveSibling(tfrecord.getFileName() + ".json");
  }

  /**
   * Reads a JSON that {@link #write} made.
   *
   * @throws IOException if it cannot be read, is of another version (the message names both), or
   *     lacks something
   */
  public static EmbeddingsInfo read(Path json) throws IOException {
    String text = Files.readString(json, UTF_8);
    try {
      JsonObject object = GSON.fromJson(text, JsonObject.class);
      if (object == null || !object.has("format")) {
        throw new IOException("%s: no \"format\", expected %d".formatted(json, FORMAT));
      }
      int format = object.get("format").getAsInt();
      if (format != FORMAT) {
        throw new StaleFileException(
            "%s: format %d, expected %d: made by another version of flowers-vgg16"
                .formatted(json, format, FORMAT));
      }
      return GSON.fromJson(object, EmbeddingsInfo.class);
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw malformed(json, e);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws in a plain RuntimeException.
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof NullPointerException) {
        throw malformed(json, e.getCause());
      }
      throw e;
    }
  }

  /**
   * Writes the JSON whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path json) throws IOException {
    JsonObject object = new JsonObject();
    object.addProperty("format", FORMAT);
    object.asMap().putAll(GSON.toJsonTree(this).getAsJsonObject().asMap());
    Path partial = json.resolveSibling(json.getFileName() + ".partial");
    Files.writeString(partial, GSON.toJson(object) + "\n", UTF_8);
    Files.move(partial, json, ATOMIC_MOVE);
  }

  private static IOException malformed(Path json, Throwable cause) {
    return new IOException(
        "%s: %s; expected format, classes, trunk, width, count and fingerprint"
            .formatted(json, cause.getMessage()),
        cause);
  }
}
