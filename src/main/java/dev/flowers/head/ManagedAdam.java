package dev.flowers.head;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import java.util.function.Function;

/**
 * DJL's AdamW, whose moments are closed with a manager. DJL leaves them (twice the model's size) to
 * the garbage collector, which does not know how large they are.
 *
 * <p>AdamW is Adam whose weight decay is decoupled from the gradient's moments: each step takes
 * {@code rate · decay} of a weight off it (I. Loshchilov and F. Hutter, "Decoupled Weight Decay
 * Regularization", ICLR 2019, algorithm 2, with the rate as its schedule multiplier). Without decay
 * it is Adam.
 */
final class ManagedAdam extends AdamW {
  private final NDManager manager;

  ManagedAdam(NDManager manager, Tracker learningRate, float weightDecay) {
    super(builder().optWeightDecays(weightDecay).optLearningRateTracker(learningRate));
    this.manager = manager;
  }

  @Override
  protected NDArray withDefaultState(
      Map<String, Map<Device, NDArray>> state,
      String key,
      Device device,
      Function<String, NDArray> defaultFunction) {
    NDArray moment = super.withDefaultState(state, key, device, defaultFunction);
    if (moment.getManager() != manager) {
      moment.attach(manager);
    }
    return moment;
  }
}
