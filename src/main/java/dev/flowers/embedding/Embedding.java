package dev.flowers.embedding;

import dev.flowers.dataset.Split;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One photo's embedding, and which photo it was. Immutable.
 *
 * @param id SHA-256 of the photo's bytes, 64 lower-case hexadecimal digits; empty when unknown
 * @param label the index of the class in the sorted class names, from 0
 * @param className the class; empty when unknown
 * @param path where the photo was, for reports; empty when unknown
 * @param values the trunk's output, [width]; copied on the way in and out
 * @param mirrored whether it is the embedding of the photo's mirror image, which has the photo's id
 * @param part the part of a split that the photo's table or folder fixes; empty if it fixes none
 */
@SuppressWarnings("ArrayRecordComponent") // Copied both ways, and compared by content.
public record Embedding(
    String id,
    int label,
    String className,
    String path,
    float[] values,
    boolean mirrored,
    Optional<Split.Part> part) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the id is neither empty nor 64 hexadecimal digits, the
   *     label is negative, the embedding is empty or has a number that is not finite, or it is a
   *     mirror image's without an id
   */
  public Embedding {
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(part, "part");
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "photo id: found \"%s\", expected 64 lower-case hexadecimal digits",
              id));
    }
    if (label < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "label: found %d, expected 0 or more", label));
    }
    if (values.length == 0) {
      throw new IllegalArgumentException("embedding: found no numbers, expected at least one");
    }
    if (mirrored && id.isEmpty()) {
      throw new IllegalArgumentException("a mirror image without its photo's id");
    }
    values = values.clone();
    String fault = FiniteCheck.fault(values);
    if (!fault.isEmpty()) {
      throw new IllegalArgumentException(
          (path.isEmpty() ? "photo " + id : path)
              + (": found " + fault + ", expected " + FiniteCheck.EXPECTED));
    }
  }

  /** A photo's own embedding. */
  public Embedding(String id, int label, String className, String path, float[] values) {
    this(id, label, className, path, values, false);
  }

  /** An embedding of a photo whose part a split decides. */
  public Embedding(
      String id, int label, String className, String path, float[] values, boolean mirrored) {
    this(id, label, className, path, values, mirrored, Optional.empty());
  }

  /** The trunk's output, [width]; a copy. */
  @Override
  public float[] values() {
    return values.clone();
  }

  /** Returns the same photo's embedding under another class or path. */
  public Embedding relabelled(int newLabel, String newClassName, String newPath) {
    return relabelled(newLabel, newClassName, newPath, part);
  }

  /** Returns the same photo's embedding under another class or path, or in another part. */
  public Embedding relabelled(
      int newLabel, String newClassName, String newPath, Optional<Split.Part> newPart) {
    return new Embedding(id, newLabel, newClassName, newPath, values, mirrored, newPart);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that
        && id.equals(that.id)
        && label == that.label
        && className.equals(that.className)
        && path.equals(that.path)
        && mirrored == that.mirrored
        && part.equals(that.part)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, label, path, mirrored, Arrays.hashCode(values));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Embedding[%s%s %d %s %s, %d numbers]",
        id,
        mirrored ? " mirrored" : "",
        label,
        className,
        path,
        values.length);
  }
}
