package dev.flowers.archive;

import dev.flowers.novelty.NearPhoto;
import dev.flowers.novelty.UnknownReason;
import java.util.List;
import java.util.Optional;

/** What is said of a photo. */
sealed interface PhotoAnswer {
  /** The photo, as it was given. */
  String photo();

  /**
   * A class and its probability.
   *
   * @param probability in [0,1]
   */
  record Ranked(String className, float probability) {}

  /**
   * Its classes.
   *
   * @param classes the most probable first
   */
  record Classified(String photo, List<Ranked> classes) implements PhotoAnswer {
    public Classified {
      classes = List.copyOf(classes);
    }
  }

  /**
   * Its classes, and whether it is of one of them.
   *
   * @param classes the most probable first
   * @param novelty how far it is from the training photos; 1 for a usual one
   * @param reason why its class is unknown; empty if it is known
   * @param nearest the training photos that the novelty was measured to
   */
  record Identified(
      String photo,
      List<Ranked> classes,
      double novelty,
      Optional<UnknownReason> reason,
      List<NearPhoto> nearest)
      implements PhotoAnswer {
    public Identified {
      classes = List.copyOf(classes);
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * Why there is no answer.
   *
   * @param error what was found; it may name the photo
   */
  record Failed(String photo, String error) implements PhotoAnswer {}
}
