package dev.flowers.head;

import dev.flowers.trunk.DenseLayer;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The result of a training run.
 *
 * @param layers the best epoch's, for embeddings that are not standardized
 * @param trainCount how many photos it was trained on
 * @param validationCount how many photos chose the epoch
 * @param history the epochs, in order
 * @param bestEpoch the best one's number, from 1
 * @param temperature by which the logits are divided in these layers; empty for not at all
 */
record FitResult(
    List<DenseLayer> layers,
    int trainCount,
    int validationCount,
    List<EpochResult> history,
    int bestEpoch,
    OptionalDouble temperature) {
  FitResult {
    layers = List.copyOf(layers);
    history = List.copyOf(history);
  }
}
