package dev.flowers.novelty;

import java.util.Objects;

/**
 * A training photo near another photo.
 *
 * @param path where it was, below the folder of photos; empty when unknown
 * @param className its class
 * @param distance 1 less the cosine of the angle between the two in the detector's space, in [0,2]
 */
public record NearPhoto(String path, String className, double distance) {
  /** Checks that nothing is missing. */
  public NearPhoto {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(className, "className");
  }
}
