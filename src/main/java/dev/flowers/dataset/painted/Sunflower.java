package dev.flowers.dataset.painted;

import java.util.List;

/**
 * A wide disc of seeds in spirals, with pointed rays around it.
 *
 * @param rays how many in a row
 * @param disc radius of the disc, in the bloom's
 * @param seed colour of the disc's rim
 * @param heart colour of the disc's middle
 */
record Sunflower(Skin skin, Outline ray, int rays, double disc, Tint seed, Tint heart, Tint green)
    implements Flower {

  private static final List<Tint> SEEDS =
      List.of(
          Tint.of(0x3A2412),
          Tint.of(0x4B2E14),
          Tint.of(0x2A1A12),
          Tint.of(0x5E3A16),
          Tint.of(0x54401C));

  private static final List<Tint> HEARTS =
      List.of(
          Tint.of(0x3A2A15),
          Tint.of(0x55521E),
          Tint.of(0x4A3A18),
          Tint.of(0x5A4418),
          Tint.of(0x241710));

  private static final Outline LEAF = new Outline(0.42, 0.85);

  static Sunflower grow(Dice dice) {
    Petals c = dice.pick(Petals.WARM);
    Skin skin =
        Skin.petal(c.base(), c.middle(), c.tip())
            .veined(dice.between(0.18, 0.32), dice.whole(2, 3))
            .deep(dice.between(0.35, 0.6));
    return new Sunflower(
        skin,
        new Outline(dice.between(0.45, 0.7), dice.between(0.7, 1.0)),
        dice.whole(17, 24),
        dice.between(0.48, 0.56),
        dice.pick(SEEDS).vary(dice, 0.1),
        dice.pick(HEARTS).vary(dice, 0.1),
        Foliage.green(dice));
  }

  @Override
  public void paint(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Foliage.stem(canvas, pose.point(0, 0, -0.2), pose.size() * 0.14, green, sun, dice);
    double lift = dice.between(-0.1, 0.25);
    for (int row = 2; row >= 1; row--) {
      for (int i = 0; i < rays; i++) {
        double turn = 2 * Math.PI * (i + row * 0.5 + dice.bell(0, 0.16)) / rays;
        ray(canvas, pose, turn, lift + 0.1 * (2 - row), row == 2 ? 1.05 : 0.95, sun, dice);
      }
    }
    seeds(canvas, pose, sun, dice);
  }

  private void ray(
      Canvas canvas, Pose pose, double turn, double lift, double reach, Sun sun, Dice dice) {
    double length = (1 - disc * 0.85) * reach * dice.bell(1, 0.08);
    double up = lift + dice.bell(0, 0.14);
    double c = Math.cos(turn);
    double s = Math.sin(turn);
    Vec root = pose.point(c * disc * 0.85, s * disc * 0.85, 0);
    double flat = length * Math.cos(up);
    Vec along = pose.offset(c * flat, s * flat, length * Math.sin(up));
    double w = 0.125 * dice.bell(1, 0.12);
    Vec across = pose.offset(-s * w, c * w, dice.bell(0, 0.02));
    double sway = dice.bell(0, 0.06);
    Vec bend = pose.offset(-s * sway, c * sway, dice.bell(-0.04, 0.06));
    Blade blade = new Blade(root, along, across, bend, Vec.ZERO);
    blade.shade(canvas, ray, sun.shadow(pose.size() * 0.04), pose.size() * 0.07, 0.33);
    blade.paint(canvas, ray, skin.vary(dice, 0.07), sun);
  }

  private void seeds(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Disc.ground(canvas, pose, disc, seed.times(0.35), sun);
    int count = 420;
    double inner = dice.between(0.3, 0.55);
    for (int i = 0; i < count; i++) {
      double t = Math.sqrt((i + 0.5) / count);
      double share = Math.max(0, Math.min(1, (t - inner) * 4));
      Tint tint = heart.mix(seed, share);
      // A ring of open florets stands at the edge of the ripe middle.
      if (t > 0.84) {
        tint = tint.mix(skin.base(), 0.55 * dice.between(0.3, 1));
      }
      double size = disc * pose.size() * (0.042 + 0.012 * t);
      Bead.paint(
          canvas,
          Disc.at(pose, i, t, disc, 0.06),
          size,
          tint.times(1.25).vary(dice, 0.22),
          sun,
          0.75);
    }
  }

  @Override
  public void leaf(Canvas canvas, Vec root, Vec along, Sun sun, Dice dice) {
    Foliage.leaf(canvas, LEAF, root, along, along.length() * 0.4, green, sun, dice);
  }
}
