package dev.flowers.dataset.painted;

/**
 * A cup of six petals seen from the side, on a straight stem between upright leaves.
 *
 * @param half half width of a petal, in the cup's height
 * @param open how far the petals spread, radians
 */
record Tulip(Skin skin, Skin back, Outline petal, double half, double open, Tint green)
    implements Flower {

  private static final Outline LEAF = new Outline(0.28, 0.8);

  static Tulip grow(Dice dice) {
    Petals c = dice.pick(Petals.ALL);
    Tint base = c.base();
    Tint middle = c.middle();
    Tint tip = c.tip();
    Skin skin =
        Skin.petal(base.mix(Tint.of(0xC9C87A), 0.2), middle, tip)
            .veined(dice.between(0.1, 0.22), dice.whole(4, 6))
            .rimmed(0.3)
            .deep(0.35)
            .glossy(0.22);
    Skin back =
        Skin.petal(base.times(0.5), middle.times(0.62), tip.times(0.75)).veined(0.12, 4).deep(0.5);
    return new Tulip(
        skin,
        back,
        new Outline(dice.between(0.4, 0.6), dice.between(0.4, 0.75)),
        dice.between(0.25, 0.32),
        dice.between(-0.02, 0.2),
        Foliage.green(dice));
  }

  /** The pose's axis only sways the cup a little: a tulip is always seen from the side. */
  @Override
  public void paint(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    double sway = pose.axis().x() * 0.45;
    double h = 1.7 * pose.size();
    Vec up = new Vec(Math.sin(sway), -Math.cos(sway), 0);
    Vec side = new Vec(Math.cos(sway), Math.sin(sway), 0);
    // The stem belongs to the picture, so the cup sits above its middle.
    Vec foot = pose.centre().plus(up.times(-0.38 * h));
    leaves(canvas, foot, h, sun, dice);
    Foliage.stem(canvas, foot.plus(up.times(0.05 * h)), h * 0.075, green, sun, dice);
    // Three petals behind, then two at the sides, then the one in front.
    double[] where = {-0.75, 0.75, 0, -1, 1, dice.bell(0, 0.15)};
    for (int i = 0; i < where.length; i++) {
      petal(canvas, foot, up, side, h, where[i], i, sun, dice);
    }
  }

  private void petal(
      Canvas canvas,
      Vec foot,
      Vec up,
      Vec side,
      double h,
      double where,
      int order,
      Sun sun,
      Dice dice) {
    boolean behind = order < 3;
    boolean flank = order == 3 || order == 4;
    double angle = where * (open + (flank ? 0.16 : 0.1)) + dice.bell(0, 0.03);
    double length = h * (behind ? 0.97 : flank ? 1 : 0.9) * dice.bell(1, 0.03);
    Vec along = up.times(Math.cos(angle)).plus(side.times(Math.sin(angle))).times(length);
    double w = h * half * (flank ? 0.8 : 1) * dice.bell(1, 0.04);
    // Petals at the flanks turn their edge to the viewer.
    Vec across = side.times(w).plus(new Vec(0, 0, -where * w * 0.8));
    Vec root = foot.plus(side.times(where * 0.06 * h));
    // Out at the belly, in again at the lip.
    Vec bend = side.times(-where * 0.14 * h).plus(new Vec(0, 0, -0.15 * h));
    root = root.plus(side.times(where * 0.02 * h));
    Vec wrap = up.times(-0.04 * h);
    Blade blade = new Blade(root, along.plus(side.times(where * 0.16 * h)), across, bend, wrap);
    blade.shade(canvas, petal, sun.shadow(h * 0.035), h * 0.08, behind ? 0.2 : 0.42);
    blade.paint(canvas, petal, (behind ? back : skin).vary(dice, 0.05), sun);
  }

  private void leaves(Canvas canvas, Vec foot, double h, Sun sun, Dice dice) {
    double ground = canvas.height / canvas.scale + 0.2 * h;
    int count = dice.whole(1, 3);
    for (int i = 0; i < count; i++) {
      double lean = dice.bell(0, 0.28);
      double top = foot.y() + h * dice.between(-0.25, 0.55);
      Vec root = new Vec(foot.x() + dice.bell(0, 0.12) * h, ground, 0);
      leaf(canvas, root, new Vec(lean * (ground - top), top - ground, 0), sun, dice);
    }
  }

  @Override
  public void leaf(Canvas canvas, Vec root, Vec along, Sun sun, Dice dice) {
    double half = Math.min(along.length() * 0.12, 34);
    Foliage.leaf(canvas, LEAF, root, along, half, green, sun, dice);
  }
}
