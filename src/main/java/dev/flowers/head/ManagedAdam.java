package dev.flowers.head;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import java.util.function.Function;

/**
 * DJL's Adam, whose moments are closed with a manager. DJL leaves them (twice the model's size) to
 * the garbage collector, which does not know how large they are.
 */
final class ManagedAdam extends Adam {
  private final NDManager manager;

  ManagedAdam(NDManager manager, float learningRate) {
    super(builder().optLearningRateTracker(Tracker.fixed(learningRate)));
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
