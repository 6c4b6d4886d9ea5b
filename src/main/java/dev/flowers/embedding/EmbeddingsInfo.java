package dev.flowers.embedding;

import dev.flowers.dataset.ClassNames;
import dev.flowers.storage.JsonFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a TFRecord of embeddings holds and was made from; kept as a small JSON beside it, whose name
 * is the TFRecord's with {@code .json} appended.
 *
 * @param classes the class names, sorted; a label is an index into them
 * @param trunk the {@linkplain dev.flowers.trunk.Trunk#identity identity} of the trunk that made
 *     the embeddings; empty when unknown
 * @param width how many floats an embedding has
 * @param count how many records there are
 * @param mirrors how many of them are mirror images; a JSON that does not say it means 0
 * @param fingerprint 64 hexadecimal digits over all ids, labels and embeddings; neither the
 *     records' order nor the photos' paths matter to it
 * @param photos the folder or table of the photos, absolute; empty when unknown
 */
public record EmbeddingsInfo(
    List<String> classes,
    String trunk,
    int width,
    int count,
    @JsonFormat.Default("0") int mirrors,
    String fingerprint,
    @JsonFormat.Default("\"\"") String photos) {
  /** The version of the JSON and of what it says about the TFRecord. */
  public static final int FORMAT = 1;

  private static final JsonFormat<EmbeddingsInfo> JSON =
      JsonFormat.of(EmbeddingsInfo.class, FORMAT);

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a class's name is not as {@link ClassNames} says or there
   *     twice, width or count is negative, or there are more mirror images than records
   */
  public EmbeddingsInfo {
    classes = List.copyOf(Objects.requireNonNull(classes, "no classes"));
    ClassNames.check(classes);
    Objects.requireNonNull(trunk, "no trunk");
    Objects.requireNonNull(fingerprint, "no fingerprint");
    Objects.requireNonNull(photos, "no photos");
    if (width < 0 || count < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "found width %d and count %d, expected 0 or more", width, count));
    }
    if (mirrors < 0 || mirrors > count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "found %d mirrors, expected 0 to %d, the count", mirrors, count));
    }
  }

  /** Of photos whose folder is not known. */
  public EmbeddingsInfo(
      List<String> classes, String trunk, int width, int count, int mirrors, String fingerprint) {
    this(classes, trunk, width, count, mirrors, fingerprint, "");
  }

  /** Returns where the JSON of this TFRecord is. */
  public static Path beside(Path tfrecord) {
    return tfrecord.resolveSibling(tfrecord.getFileName() + ".json");
  }

  /**
   * Reads a JSON that {@link #write} made.
   *
   * @throws dev.flowers.storage.StaleFileException if it is of another version
   * @throws IOException if it cannot be read or is malformed; the message names it
   */
  public static EmbeddingsInfo read(Path json) throws IOException {
    return JSON.read(json);
  }

  /**
   * Writes the JSON whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path json) throws IOException {
    JSON.write(json, this);
  }
}
