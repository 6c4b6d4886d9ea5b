package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.tracker.Tracker;
import org.junit.jupiter.api.Test;

class ManagedAdamIT {
  private static final float RATE = 0.125f;

  /** With the same gradient at each step Adam's step is the rate, whatever the gradient's size. */
  @Test
  void decayIsTakenOffTheWeightAndNotAddedToTheGradient() {
    // 8 · (1 − 0.125·0.5) − 0.125 = 7.375, −8 likewise with a gradient of −1000; then again.
    assertArrayEquals(new float[] {7.375f, -7.375f}, step(0.5f, 1), 1e-5f);
    assertArrayEquals(new float[] {6.7890625f, -6.7890625f}, step(0.5f, 2), 1e-5f);
  }

  @Test
  void withoutDecayItIsAdam() {
    assertArrayEquals(new float[] {7.875f, -7.875f}, step(0, 1), 1e-5f);
  }

  private static float[] step(float decay, int times) {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      ManagedAdam adam = new ManagedAdam(manager, Tracker.fixed(RATE), decay);
      NDArray weights = manager.create(new float[] {8, -8});
      for (int i = 0; i < times; i++) {
        adam.update("weights", weights, manager.create(new float[] {1, -1000}));
      }
      return weights.toFloatArray();
    }
  }
}
