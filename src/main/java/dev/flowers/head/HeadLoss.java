package dev.flowers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;

/**
 * Softmax cross-entropy with label smoothing and class weights: the mean over the photos of {@code
 * w_y · ((1 − ε) · −ln p_y + ε · mean of −ln p)}, where p are the softmax's probabilities and y is
 * the photo's class. Smoothing is that of C. Szegedy et al., "Rethinking the Inception
 * Architecture", CVPR 2016, section 7.
 *
 * <p>DJL's own {@code SoftmaxCrossEntropyLoss} has one weight for all classes, and would have to be
 * given smoothed labels, which its evaluators do not take.
 */
final class HeadLoss extends Loss {
  private final float smoothing;
  private final float[] weights;

  /**
   * Describes the loss.
   *
   * @param smoothing ε, the share of each label that is spread over all classes
   * @param weights the weight w of each class, [classes]; not copied
   */
  HeadLoss(float smoothing, float[] weights) {
    super("SoftmaxCrossEntropyLoss");
    this.smoothing = smoothing;
    this.weights = weights;
  }

  /**
   * Returns the loss of a batch, a scalar.
   *
   * @param labels class indices, int64 [batch]
   * @param predictions logits, float32 [batch, classes]
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray label = labels.singletonOrThrow();
    NDArray information = predictions.singletonOrThrow().logSoftmax(1).neg();
    NDArray own = information.get(new NDIndex().addAllDim().addPickDim(label));
    NDArray all = information.mean(new int[] {1}, true);
    NDArray losses = own.mul(1 - smoothing).add(all.mul(smoothing));
    return losses.mul(weightsOf(label)).mean();
  }

  /** Made anew for each batch, whose manager closes it. */
  private NDArray weightsOf(NDArray label) {
    long[] classes = label.toLongArray();
    float[] chosen = new float[classes.length];
    for (int n = 0; n < chosen.length; n++) {
      chosen[n] = weights[(int) classes[n]];
    }
    return label.getManager().create(chosen, new Shape(chosen.length, 1));
  }
}
