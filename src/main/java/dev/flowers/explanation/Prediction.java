package dev.flowers.explanation;

import ai.djl.modality.Classifications;
import java.util.Objects;

/**
 * A prediction with the embedding that it was made of.
 *
 * @param classes the probability of each class, in [0,1], together 1
 * @param embedding the trunk's output, which the head made the classes of, [width]; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over by the trunk, and to be compared by nobody.
public record Prediction(Classifications classes, float[] embedding) {
  /** Checks that nothing is missing. */
  public Prediction {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(embedding, "embedding");
  }
}
