package dev.flowers.dataset.painted;

/**
 * The yellow flower, a dense head of narrow straps, or the globe of seeds that follows it.
 *
 * @param ripe the globe of seeds
 * @param tint of the straps, or of the seeds' hairs
 * @param straps how many straps, or seeds
 */
record Dandelion(boolean ripe, Tint tint, int straps, Tint green) implements Flower {

  private static final Outline STRAP = new Outline(0.35, 0.1);

  static Dandelion grow(Dice dice) {
    boolean ripe = dice.chance(0.5);
    Tint tint = dice.pick(ripe ? Petals.PALE : Petals.YELLOWS).middle().vary(dice, 0.05);
    int straps = ripe ? dice.whole(130, 190) : dice.whole(230, 300);
    return new Dandelion(ripe, tint, straps, Foliage.green(dice));
  }

  @Override
  public void paint(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Tint stalk = green.mix(Tint.of(0x9A6A4A), 0.3);
    Foliage.stem(canvas, pose.centre(), pose.size() * (ripe ? 0.06 : 0.1), stalk, sun, dice);
    if (ripe) {
      globe(canvas, pose, sun, dice);
    } else {
      head(canvas, pose, sun, dice);
    }
  }

  private void head(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    Bead.glow(
        canvas,
        pose.point(0, 0, 0).plus(sun.shadow(pose.size() * 0.2)),
        pose.size() * 1.1,
        Tint.BLACK,
        0.4);
    Skin outer =
        Skin.petal(tint.times(0.55), tint, tint.mix(Tint.WHITE, 0.16)).veined(0.2, 1).deep(0.65);
    Skin inner = Skin.petal(tint.times(0.4), tint.times(0.75), tint).veined(0.2, 1).deep(0.6);
    for (int i = 0; i < straps; i++) {
      double t = 1 - (i + 0.5) / straps;
      double turn = i * Disc.GOLDEN + dice.bell(0, 0.08);
      double up = 1.3 - 1.25 * Math.pow(t, 0.5) + dice.bell(0, 0.07);
      double length = (0.24 + 0.76 * Math.pow(t, 0.5)) * dice.bell(1, 0.04);
      double c = Math.cos(turn);
      double s = Math.sin(turn);
      Vec root = pose.point(c * 0.12 * t, s * 0.12 * t, 0);
      Vec along =
          pose.offset(c * length * Math.cos(up), s * length * Math.cos(up), length * Math.sin(up));
      double w = (0.028 + 0.022 * t) * dice.bell(1, 0.15);
      Vec across = pose.offset(-s * w, c * w, 0);
      double sway = dice.bell(0, 0.06);
      Vec bend = pose.offset(-s * sway + c * 0.06, c * sway + s * 0.06, -0.15);
      Blade strap = new Blade(root, along, across, bend, Vec.ZERO);
      strap.shade(canvas, STRAP, sun.shadow(pose.size() * 0.03), pose.size() * 0.04, 0.4);
      strap.paint(canvas, STRAP, (t > 0.35 ? outer : inner).vary(dice, 0.2), sun);
    }
  }

  private void globe(Canvas canvas, Pose pose, Sun sun, Dice dice) {
    double r = pose.size();
    Bead.glow(canvas, pose.centre(), r * 1.05, tint.times(0.75), 0.28);
    long globe = dice.seed();
    // The far half first, then the core, then the near half.
    for (int side = 0; side < 2; side++) {
      Dice same = new Dice(globe);
      for (int i = 0; i < straps; i++) {
        double z = 1 - 2 * (i + 0.5) / straps;
        double flat = Math.sqrt(1 - z * z);
        double turn = i * Disc.GOLDEN + same.bell(0, 0.08);
        Vec out =
            pose.offset(flat * Math.cos(turn), flat * Math.sin(turn), z)
                .times(same.bell(0.88, 0.03));
        long seed = same.seed();
        if (out.z() > 0 == (side == 1)) {
          seed(canvas, pose.centre(), out, sun, new Dice(seed));
        }
      }
      if (side == 0) {
        Tint core = Tint.of(0x6B5A3A);
        Bead.paint(canvas, pose.centre(), r * 0.13, core, sun, 0.5);
        for (int i = 0; i < 40; i++) {
          Vec at = pose.centre().plus(pose.offset(dice.bell(0, 0.06), dice.bell(0, 0.06), 0));
          Bead.paint(canvas, at, r * 0.02, core.vary(dice, 0.4), sun, 0.6);
        }
      }
    }
  }

  /** One seed: its thread from the core, and the parachute of hairs at the globe's surface. */
  private void seed(Canvas canvas, Vec core, Vec out, Sun sun, Dice dice) {
    double r = out.length();
    Vec away = out.unit();
    double near = 0.5 + 0.5 * away.z();
    double light = 0.6 + 0.4 * near + 0.35 * away.dot(sun.direction());
    Vec tip = core.plus(out);
    Vec start = core.plus(out.times(0.16));
    Strand.paint(canvas, start, tip, r * 0.012 + 0.3, tint.times(0.6 * light), 0.25 + 0.25 * near);
    Strand.paint(canvas, start, core.plus(out.times(0.3)), r * 0.035, Tint.of(0x5A4630), 0.75);
    Vec a = away.cross(new Vec(0.3, 0.9, 0.2)).unit();
    Vec b = away.cross(a);
    int hairs = 11;
    double phase = dice.between(0, 1);
    for (int h = 0; h < hairs; h++) {
      double turn = 2 * Math.PI * (h + phase) / hairs;
      double reach = r * dice.bell(0.23, 0.03);
      Vec spread = a.times(Math.cos(turn) * reach).plus(b.times(Math.sin(turn) * reach));
      Vec end = tip.plus(spread).plus(away.times(r * 0.1));
      Strand.paint(canvas, tip, end, 0.5 + r * 0.009, tint.times(light), 0.3 + 0.5 * near);
    }
    Bead.paint(canvas, tip, r * 0.014, tint.times(light * 1.1), sun, 0.2);
  }

  @Override
  public void leaf(Canvas canvas, Vec root, Vec along, Sun sun, Dice dice) {
    Outline toothed = new Outline(0.6, 0.6, 6, 0.5, dice);
    Foliage.leaf(canvas, toothed, root, along, along.length() * 0.15, green, sun, dice);
  }
}
