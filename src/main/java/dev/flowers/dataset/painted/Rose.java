package dev.flowers.dataset.painted;

/**
 * Whorls of broad petals that wrap each other, each a golden angle from the last and smaller.
 *
 * @param petals how many
 * @param open how far the outer petals lie down, 0 … 1
 */
record Rose(Skin skin, Skin heart, int petals, double open, Tint green) implements Flower {

  private static final Outline PETAL = new Outline(0.5, 0.36);
  private static final Outline LEAF = new Outline(0.5, 0.75);
  private static final Outline SEPAL = new Outline(0.4, 1.1);

  static Rose grow(Dice dice) {
    Petals c = dice.pick(Petals.ALL);
    Tint base = c.base();
    Tint middle = c.middle();
    Tint tip = c.tip();
    Skin skin =
        Skin.petal(base.times(0.5), middle, tip)
            .veined(0.06, 5)
            .rimmed(0.4)
            .deep(0.62)
            .glossy(0.12);
    Skin heart =
        Skin.petal(base.times(0.35), base.mix(middle, 0.6), middle.mix(tip, 0.6))
            .veined(0.05, 3)
            .rimmed(0.55)
            .deep(0.75);
    return new Rose(skin, heart, dice.whole(20, 30), dice.between(0.45, 1), Foliage.green(dice));
  }

  @Override
  public void paint(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Foliage.stem(canvas, pose.point(0, 0, -0.3), pose.size() * 0.1, green, sun, dice);
    sepals(canvas, pose, sun, dice);
    double turn = dice.between(0, 2 * Math.PI);
    for (int i = 0; i < petals; i++) {
      // 1 at the outermost petal, 0 at the innermost.
      double t = 1 - (double) i / (petals - 1);
      turn += Disc.GOLDEN + dice.bell(0, 0.2);
      petal(canvas, pose, t, turn, sun, dice);
    }
  }

  private void petal(Canvas canvas, Pose pose, double t, double turn, Sun sun, Dice dice) {
    double ring = 0.05 + 0.95 * Math.pow(t, 0.85);
    double c = Math.cos(turn);
    double s = Math.sin(turn);
    double up = 1.2 - (0.35 + open) * Math.pow(t, 0.9) + dice.bell(0, 0.06);
    double start = 0.04 * t;
    double length = (ring - start) / Math.max(0.4, Math.cos(up));
    double height = 0.28 * (1 - t);
    Vec root = pose.point(c * start, s * start, height);
    double flat = length * Math.cos(up);
    Vec along = pose.offset(c * flat, s * flat, 0.45 * length * Math.sin(up));
    double w = (0.10 + 0.60 * Math.pow(t, 0.8)) * dice.bell(1, 0.07);
    Vec across = pose.offset(-s * w, c * w, 0);
    // The sides come round towards the axis; the tip rolls outwards and down.
    double round = -0.34 * ring;
    Vec wrap = pose.offset(c * round, s * round, 0.1 * ring);
    double roll = 0.08 * t;
    Vec bend = pose.offset(c * roll, s * roll, -0.18 * t);
    Blade blade = new Blade(root, along, across, bend, wrap);
    double size = pose.size();
    blade.shade(canvas, PETAL, sun.shadow(size * 0.05), size * (0.05 + 0.12 * t), 0.5);
    Skin surface = t > 0.35 ? skin : heart;
    blade.paint(canvas, PETAL, surface.vary(dice, 0.05), sun);
  }

  private void sepals(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    for (int i = 0; i < 5; i++) {
      double turn = 2 * Math.PI * i / 5 + dice.bell(0, 0.2);
      Vec along = pose.offset(Math.cos(turn) * 1.12, Math.sin(turn) * 1.12, -0.2);
      Vec across = pose.offset(-Math.sin(turn) * 0.14, Math.cos(turn) * 0.14, 0);
      Blade.flat(pose.point(0, 0, -0.1), along, across).paint(canvas, SEPAL, Skin.leaf(green), sun);
    }
  }

  @Override
  public void leaf(Canvas canvas, Vec root, Vec along, Sun sun, Dice dice) {
    Outline toothed = new Outline(0.5, 0.72, 14, 0.12, dice);
    Foliage.leaf(canvas, toothed, root, along, along.length() * 0.3, green, sun, dice);
    for (int side = -1; side <= 1; side += 2) {
      Vec off = new Vec(-along.y() * side, along.x() * side, 0).times(0.5).plus(along.times(0.35));
      Foliage.leaf(
          canvas, LEAF, root.plus(along.times(0.1)), off, off.length() * 0.3, green, sun, dice);
    }
  }
}
