package dev.flowers.dataset.painted;

/** The middle of a composite flower: florets or seeds along the golden angle on a dome. */
final class Disc {

  /** 2π (1 − 1/φ), the angle between one floret and the next (Vogel 1979). */
  static final double GOLDEN = Math.PI * (3 - Math.sqrt(5));

  private static final Outline ROUND = new Outline(0.5, 0.5);

  private Disc() {}

  /**
   * Where the i-th floret is.
   *
   * @param share of the disc's radius at which it stands, 0 … 1
   * @param disc the disc's radius, in the bloom's
   * @param dome height of the dome's middle, in the same
   */
  static Vec at(Pose pose, int i, double share, double disc, double dome) {
    double turn = i * GOLDEN;
    double radius = share * disc;
    double height = dome * (1 - share * share);
    return pose.point(radius * Math.cos(turn), radius * Math.sin(turn), height);
  }

  /** A round patch under the florets, with the shadow that it throws on the rays. */
  static void ground(Canvas canvas, Pose pose, double radius, Tint tint, Sun sun) {
    Blade round =
        Blade.flat(
            pose.point(-radius, 0, 0.02), pose.offset(2 * radius, 0, 0), pose.offset(0, radius, 0));
    double size = radius * pose.size();
    round.shade(canvas, ROUND, sun.shadow(size * 0.25), size * 0.6, 0.45);
    Skin skin = new Skin(tint, tint, tint, 0, 1, -0.3, 0, 0);
    round.paint(canvas, ROUND, skin, sun);
  }
}
