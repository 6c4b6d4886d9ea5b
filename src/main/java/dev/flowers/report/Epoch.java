package dev.flowers.report;

/**
 * How training stood after one pass over the training photos. A figure that was not measured, or
 * that overflowed, is NaN or infinite; the charts leave it out.
 *
 * @param epoch its number, from 1
 * @param trainLoss mean cross-entropy on the training photos, nats
 * @param trainAccuracy share of the training photos that are right, in [0,1]
 * @param validationLoss mean cross-entropy on the validation photos, nats
 * @param validationAccuracy share of the validation photos that are right, in [0,1]
 */
public record Epoch(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy) {
  public Epoch {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch: found " + epoch + ", expected at least 1");
    }
  }
}
