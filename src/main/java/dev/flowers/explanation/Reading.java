package dev.flowers.explanation;

import ai.djl.modality.Classifications;
import java.util.Objects;

/**
 * What a model makes of a photo.
 *
 * @param classes the probability of each class, in [0,1], together 1
 * @param code the trunk's output, which the head made the classes of, [width]; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over by the trunk, and to be compared by nobody.
public record Reading(Classifications classes, float[] code) {
  /** Checks that nothing is missing. */
  public Reading {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(code, "code");
  }
}
