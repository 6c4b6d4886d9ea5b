package dev.flowers.dataset.painted;

/**
 * The half width of a petal or leaf along its length: {@code u^base · (1−u)^tip}, at most one.
 * Small exponents are blunt, large ones pointed: (0.5, 0.5) is an ellipse.
 */
final class Outline {

  static final int STEPS = 96;

  /** Half width at u = i / STEPS, and one more for those who interpolate. */
  final float[] width = new float[STEPS + 2];

  /** Its slope, kept finite at the ends. */
  final float[] slope = new float[STEPS + 1];

  Outline(double base, double tip) {
    this(base, tip, 0, 0, new Dice(0));
  }

  /**
   * @param teeth how many teeth along the edge
   * @param depth their depth, 0 = none
   * @param dice makes the teeth unequal
   */
  Outline(double base, double tip, int teeth, double depth, Dice dice) {
    double peak = base / (base + tip);
    double top = Math.pow(peak, base) * Math.pow(1 - peak, tip);
    double phase = dice.between(0, 1);
    for (int i = 0; i <= STEPS; i++) {
      double u = (double) i / STEPS;
      double tooth = (u * teeth + phase) % 1;
      width[i] =
          (float) (Math.pow(u, base) * Math.pow(1 - u, tip) / top * (1 - depth * (1 - tooth)));
    }
    for (int i = 0; i <= STEPS; i++) {
      int a = Math.max(0, i - 1);
      int b = Math.min(STEPS, i + 1);
      slope[i] = (width[b] - width[a]) * STEPS / (b - a);
    }
  }
}
