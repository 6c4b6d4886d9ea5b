package dev.flowers.head;

import ai.djl.training.tracker.Tracker;

/** How the learning rate changes with each training step. */
public enum LearningRateSchedule {
  /** It does not change. */
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

  /** Returns the rate of each step. DJL counts steps from 1. */
  Tracker tracker(float rate, long steps) {
    return step -> rate(rate, (step - 1.0) / steps);
  }

  /**
   * Returns the rate at a point of the training.
   *
   * @param first the rate of the first step
   * @param progress the fraction of all {@code epochs} that has passed, from 0 to 1
   */
  public float rate(float first, double progress) {
    return switch (this) {
      case CONSTANT -> first;
      case STEP -> progress < 0.5 ? first : first * (progress < 0.75 ? 0.1f : 0.01f);
      case COSINE -> (float) (first * (1 + Math.cos(Math.PI * progress)) / 2);
    };
  }
}
