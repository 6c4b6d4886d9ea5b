package dev.flowers;

import ai.djl.modality.Classifications;
import dev.flowers.novelty.NearPhoto;
import dev.flowers.novelty.UnknownReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A photo's class, or that it is unknown. Immutable.
 *
 * @param classes the probability of each class, in [0,1], together 1, also of an unknown photo
 * @param novelty how far the photo is from the training photos: 1 is as far as photos of the
 *     model's classes are usually
 * @param reason why the class is unknown; empty if it is known
 * @param nearest the training photos that the novelty was measured to, the nearest first; of those
 *     that the model has kept
 */
public record Identification(
    Classifications classes,
    double novelty,
    Optional<UnknownReason> reason,
    List<NearPhoto> nearest) {
  /** Checks that nothing is missing, and copies the list. */
  public Identification {
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(reason, "reason");
    nearest = List.copyOf(nearest);
  }

  /** The class; empty if it is unknown. */
  public Optional<String> className() {
    return reason.isPresent() ? Optional.empty() : Optional.of(classes.best().getClassName());
  }

  /** The probability of the most probable class, whether it is the answer or not, in [0,1]. */
  public double probability() {
    return classes.best().getProbability();
  }
}
