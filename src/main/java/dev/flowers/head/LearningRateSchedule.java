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

  /** Returns the rate of each step. DJL counts steps from 1. */
  Tracker tracker(float rate, int steps) {
    return step -> rate(rate, (step - 1.0) / steps);
  }

  /**
   * The rate at a moment of the training.
   *
   * @param first the rate that the training begins with
   * @param progress how much of the longest training has passed, from 0 to 1
   */
  public float rate(float first, double progress) {
    return switch (this) {
      case CONSTANT -> first;
      case STEP -> progress < 0.5 ? first : first * (progress < 0.75 ? 0.1f : 0.01f);
      case COSINE -> (float) (first * (1 + Math.cos(Math.PI * progress)) / 2);
    };
  }
}
