package dev.flowers.novelty;

import java.util.Optional;

/**
 * From where on a photo's class is unknown.
 *
 * @param novelty the largest novelty of a known photo; infinite if none is to be called novel
 * @param probability the least probability of an answer; 0 if none is to be called ambiguous
 */
public record UnknownThresholds(double novelty, double probability) {
  /**
   * Decides. A photo that is both is novel: its probabilities say nothing then.
   *
   * @param photoNovelty what {@link NoveltyDetector#novelty} gives
   * @param photoProbability the probability of the most probable class
   * @return why the class is unknown; empty if it is known
   */
  public Optional<UnknownReason> reason(double photoNovelty, double photoProbability) {
    if (photoNovelty > novelty) {
      return Optional.of(UnknownReason.NOVEL);
    }
    return photoProbability < probability ? Optional.of(UnknownReason.AMBIGUOUS) : Optional.empty();
  }
}
