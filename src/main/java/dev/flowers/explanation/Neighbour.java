package dev.flowers.explanation;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A training photo, and the similarity of its embedding to another photo's.
 *
 * @param id SHA-256 of the photo's bytes, 64 hexadecimal digits
 * @param photo where it was when it was embedded, and may no longer be; empty when unknown
 * @param className its class
 * @param similarity the cosine of the angle between the two embeddings; embeddings have no negative
 *     numbers, so it is in [0,1], and 1 for the same photo
 */
public record Neighbour(String id, Path photo, String className, double similarity) {
  /** Checks that nothing is missing. */
  public Neighbour {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(photo, "photo");
    Objects.requireNonNull(className, "className");
  }
}
