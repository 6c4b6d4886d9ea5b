package dev.flowers.dataset.painted;

import java.util.List;

/**
 * Slender rays around a small domed disc, in one or two rows.
 *
 * @param rays how many in a row
 * @param rows of rays, one or two
 * @param half a ray's half width, in its length
 * @param disc radius of the disc, in the bloom's
 */
record Daisy(
    Skin skin, Outline ray, int rays, int rows, double half, double disc, Tint floret, Tint green)
    implements Flower {

  private static final List<Tint> DISCS =
      List.of(
          Tint.of(0xF2B705),
          Tint.of(0xE39A0A),
          Tint.of(0xF5CB2E),
          Tint.of(0xB06A14),
          Tint.of(0xB8B23A));

  private static final Outline LEAF = new Outline(0.8, 0.55);

  static Daisy grow(Dice dice) {
    Petals c = dice.pick(Petals.ALL);
    Skin skin =
        Skin.petal(c.base(), c.middle(), c.tip())
            .veined(dice.between(0.14, 0.3), dice.whole(1, 2))
            .deep(dice.between(0.3, 0.55));
    return new Daisy(
        skin,
        new Outline(dice.between(0.3, 0.6), dice.between(0.18, 0.4)),
        dice.whole(13, 19),
        dice.chance(0.15) ? 2 : 1,
        dice.between(0.075, 0.1),
        dice.between(0.17, 0.21),
        dice.pick(DISCS).vary(dice, 0.08),
        Foliage.green(dice));
  }

  @Override
  public void paint(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Foliage.stem(canvas, pose.point(0, 0, -0.1), pose.size() * 0.08, green, sun, dice);
    double lift = dice.between(-0.05, 0.35);
    for (int row = rows; row >= 1; row--) {
      for (int i = 0; i < rays; i++) {
        // Every other ray first, so that the rest lie over their neighbours on both sides.
        int place = 2 * i < rays ? 2 * i : 2 * (i - (rays + 1) / 2) + 1;
        double turn = 2 * Math.PI * (place + row * 0.5) / rays;
        ray(canvas, pose, turn + dice.bell(0, 0.05), lift + 0.12 * (rows - row), sun, dice);
      }
    }
    dome(canvas, pose, sun, dice);
  }

  private void ray(Canvas canvas, Pose pose, double turn, double lift, Sun sun, Dice dice) {
    double length = (1 - disc * 0.7) * dice.bell(1, 0.05);
    double up = lift + dice.bell(0, 0.07);
    double c = Math.cos(turn);
    double s = Math.sin(turn);
    Vec root = pose.point(c * disc * 0.7, s * disc * 0.7, 0);
    double flat = length * Math.cos(up);
    Vec along = pose.offset(c * flat, s * flat, length * Math.sin(up));
    double w = half * dice.bell(1, 0.12);
    Vec across = pose.offset(-s * w, c * w, 0);
    double sway = dice.bell(0, 0.05);
    Vec bend = pose.offset(-s * sway, c * sway, -dice.between(0.0, 0.22));
    Blade blade = new Blade(root, along, across, bend, Vec.ZERO);
    blade.shade(canvas, ray, sun.shadow(pose.size() * 0.035), pose.size() * 0.06, 0.3);
    blade.paint(canvas, ray, skin.vary(dice, 0.05), sun);
  }

  private void dome(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Disc.ground(canvas, pose, disc, floret.times(0.5), sun);
    int florets = 110;
    for (int i = 0; i < florets; i++) {
      double t = Math.sqrt((i + 0.5) / florets);
      double size = disc * (0.11 - 0.03 * t) * pose.size();
      Tint tint = floret.times(0.62 + 0.5 * t).vary(dice, 0.12);
      Bead.paint(canvas, Disc.at(pose, i, t, disc, 0.45 * disc), size, tint, sun, 0.5);
    }
  }

  @Override
  public void leaf(Canvas canvas, Vec root, Vec along, Sun sun, Dice dice) {
    Foliage.leaf(canvas, LEAF, root, along, along.length() * 0.16, green, sun, dice);
  }
}
