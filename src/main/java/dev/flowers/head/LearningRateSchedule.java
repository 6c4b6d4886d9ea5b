package dev.flowers.head;

import ai.djl.training.tracker.Tracker;

/** How the learning rate goes on from its beginning. It changes with each step. */
public enum LearningRateSchedule {
  /** It stays as it is. */
  CONSTANT,

  /**
   * A tenth of it after half of the steps, a hundredth after three quarters: as the residual
   * networks were trained on CIFAR-10 (K. He et al., CVPR 2016, section 4.2).
   */
  STEP,

  /**
   * Down to 0 along half a cosine: {@code rate · (1 + cos(π·t/T)) / 2} in step t of T, from 0 (I.
   * Loshchilov and F. Hutter, "SGDR", ICLR 2017, equation 5, without restarts).
   */
  COSINE;

  /**
   * Returns the rate of each step. DJL counts steps from 1.
   *
   * @param rate the first step's
   * @param steps how many there are at most
   */
  Tracker tracker(float rate, int steps) {
    return switch (this) {
      case CONSTANT -> Tracker.fixed(rate);
      // Not DJL's MultiFactorTracker: it refuses a training of so few steps that both fall on one.
      case STEP -> step -> rate * factor((step - 1.0) / steps);
      case COSINE -> {
        Tracker cosine =
            Tracker.cosine().setBaseValue(rate).optFinalValue(0).setMaxUpdates(steps).build();
        yield step -> cosine.getNewValue(step - 1);
      }
    };
  }

  private static float factor(double progress) {
    if (progress < 0.5) {
      return 1;
    }
    return progress < 0.75 ? 0.1f : 0.01f;
  }
}
