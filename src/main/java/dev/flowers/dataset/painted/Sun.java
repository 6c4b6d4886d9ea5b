package dev.flowers.dataset.painted;

/**
 * The ambient and the directional light of a scene.
 *
 * @param direction towards the light, of length one
 * @param ambient the share of light that comes from everywhere
 * @param direct the share that depends on how a surface is turned
 */
record Sun(Vec direction, double ambient, double direct) {

  static Sun roll(Dice dice) {
    double around = dice.between(-Math.PI, 0);
    double height = dice.between(0.55, 1.1);
    Vec direction =
        new Vec(
            Math.cos(around) * Math.cos(height),
            Math.sin(around) * Math.cos(height),
            Math.sin(height));
    double direct = dice.between(0.5, 0.85);
    return new Sun(direction, 1.02 - 0.85 * direct, direct);
  }

  /** Light on a surface with this normal, of which both sides may be seen. */
  double on(Vec normal) {
    double d = normal.dot(direction);
    return ambient + direct * (d >= 0 ? d : -0.45 * d);
  }

  /** How far a shadow falls, for something this far above the ground. */
  Vec shadow(double above) {
    return new Vec(-direction.x(), -direction.y() + 0.25, 0).times(above);
  }
}
