package dev.flowers.dataset.painted;

/**
 * The surface of a petal or leaf: its colours, veins and gloss.
 *
 * @param base colour where it is attached
 * @param middle colour half-way
 * @param tip colour at the end
 * @param veins strength of the lines along it, 0 … 1
 * @param lines how many of them from the middle to the edge
 * @param rim how much lighter (or, below zero, darker) the edge is
 * @param depth how dark it gets towards its base, 0 … 1
 * @param gloss strength of the highlight
 */
record Skin(
    Tint base,
    Tint middle,
    Tint tip,
    double veins,
    double lines,
    double rim,
    double depth,
    double gloss) {

  private static final int STEPS = 128;

  static Skin petal(Tint base, Tint middle, Tint tip) {
    return new Skin(base, middle, tip, 0.14, 3, 0.12, 0.45, 0.1);
  }

  static Skin leaf(Tint green) {
    return new Skin(green.times(0.8), green, green.times(1.15), 0.2, 3.5, 0.05, 0.3, 0.05);
  }

  Skin veined(double strength, double count) {
    return new Skin(base, middle, tip, strength, count, rim, depth, gloss);
  }

  Skin rimmed(double strength) {
    return new Skin(base, middle, tip, veins, lines, strength, depth, gloss);
  }

  Skin deep(double strength) {
    return new Skin(base, middle, tip, veins, lines, rim, strength, gloss);
  }

  Skin glossy(double strength) {
    return new Skin(base, middle, tip, veins, lines, rim, depth, strength);
  }

  Skin vary(Dice dice, double strength) {
    double light = dice.bell(1, strength);
    return new Skin(
        base.times(light),
        middle.times(light).vary(dice, strength / 2),
        tip.times(light).vary(dice, strength / 2),
        veins,
        lines,
        rim,
        depth,
        gloss);
  }

  /** The colours along the length, base to tip, darkened towards the base: three floats a step. */
  float[] ramp() {
    float[] ramp = new float[3 * (STEPS + 1)];
    for (int i = 0; i <= STEPS; i++) {
      double u = (double) i / STEPS;
      Tint t = u < 0.5 ? base.mix(middle, 2 * u) : middle.mix(tip, 2 * u - 1);
      double s = Math.min(1, u / 0.6);
      t = t.times(1 - depth * (1 - s * s * (3 - 2 * s)));
      ramp[3 * i] = t.red();
      ramp[3 * i + 1] = t.green();
      ramp[3 * i + 2] = t.blue();
    }
    return ramp;
  }

  static int step(double u) {
    return 3 * (int) (u * STEPS);
  }
}
