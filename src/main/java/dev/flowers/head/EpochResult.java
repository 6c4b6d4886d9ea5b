package dev.flowers.head;

import java.util.OptionalDouble;

/**
 * Loss and accuracy of one epoch. The losses are computed from the labels without smoothing, with
 * the class weights if there are any, so that trainings with different label smoothing can be
 * compared.
 *
 * @param epoch the epoch's number, from 1
 * @param trainLoss mean cross-entropy over the training photos, each measured before its own step
 * @param trainAccuracy share of the training photos that were right, 0 to 1, measured likewise
 * @param validationLoss mean cross-entropy over the validation photos after the epoch; empty if
 *     there are none
 * @param validationAccuracy share of the validation photos that are right, 0 to 1; empty if there
 *     are none
 * @param seconds how long the epoch took, its validation included
 */
public record EpochResult(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    OptionalDouble validationLoss,
    OptionalDouble validationAccuracy,
    double seconds) {

  /** Returns the loss that chooses the best epoch: on the validation photos, if there are any. */
  public double decidingLoss() {
    return validationLoss.orElse(trainLoss);
  }
}
