package dev.flowers.dataset;

import java.util.Objects;
import java.util.Optional;

/**
 * A photo as a split sees it.
 *
 * @param id the photo's id
 * @param label its class
 * @param group what photos have in common that must be in one part, copies of each other: the
 *     smallest of their ids; a photo without copies has its own id
 * @param fixed the part that its table or folder says; empty where the split decides
 */
public record SplitPhoto(String id, int label, String group, Optional<Split.Part> fixed) {
  /**
   * Checks the label.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public SplitPhoto {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(fixed, "fixed");
    if (label < 0) {
      throw new IllegalArgumentException("label: found " + label + ", expected 0 or more");
    }
  }

  /** A photo without copies whose part the split decides. */
  public SplitPhoto(String id, int label) {
    this(id, label, id, Optional.empty());
  }
}
