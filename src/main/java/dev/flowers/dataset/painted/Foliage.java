package dev.flowers.dataset.painted;

import java.util.List;

/** Stems and greens that several kinds share. */
final class Foliage {

  private static final List<Tint> GREENS =
      List.of(
          Tint.of(0x4E7A2E),
          Tint.of(0x3C6B35),
          Tint.of(0x6B9440),
          Tint.of(0x55803F),
          Tint.of(0x7A9A55),
          Tint.of(0x35603F));

  private static final Outline STEM = new Outline(0.02, 0.02);
  private static final Outline GRASS = new Outline(0.12, 0.9);

  private Foliage() {}

  static Tint green(Dice dice) {
    return dice.pick(GREENS).vary(dice, 0.12);
  }

  /** A stem from under a bloom out of the picture's lower edge, gently curved. */
  static void stem(Canvas canvas, Vec from, double width, Tint green, Sun sun, Dice dice) {
    double drop = canvas.height / canvas.scale - from.y() + 20;
    if (drop < 10) {
      return;
    }
    Vec along = new Vec(dice.bell(0, 0.16) * drop, drop, 0);
    Vec bend = new Vec(dice.bell(0, 0.10) * drop, 0, 0);
    Blade stem = Blade.lying(from, along, width / 2, bend);
    stem.shade(canvas, STEM, sun.shadow(width), width * 1.5, 0.25);
    Skin skin = new Skin(green.times(0.7), green, green.times(1.1), 0.05, 1, -0.25, 0.4, 0.12);
    stem.paint(canvas, STEM, skin, sun);
  }

  /** A blade of grass. */
  static void grass(Canvas canvas, Vec root, double length, double lean, Sun sun, Dice dice) {
    Vec along = new Vec(lean * length, -length, 0);
    Vec bend = new Vec(dice.bell(0, 0.2) * length, dice.between(0, 0.25) * length, 0);
    Skin skin = Skin.leaf(green(dice)).veined(0.1, 1);
    Blade.lying(root, along, length * dice.between(0.012, 0.03) + 1, bend)
        .paint(canvas, GRASS, skin, sun);
  }

  /** A plain leaf with its midrib, and its shadow on what lies below. */
  static void leaf(
      Canvas canvas,
      Outline outline,
      Vec root,
      Vec along,
      double half,
      Tint green,
      Sun sun,
      Dice dice) {
    Vec side = new Vec(-along.y(), along.x(), 0);
    Vec bend = side.times(dice.bell(0, 0.14)).plus(along.times(-0.05));
    Blade leaf = Blade.lying(root, along, half, bend);
    leaf.shade(canvas, outline, sun.shadow(half * 0.5), half * 0.8 + 2, 0.35);
    leaf.paint(canvas, outline, Skin.leaf(green).vary(dice, 0.1), sun);
    // The midrib: a thin bright blade on the same curve.
    Blade rib = Blade.lying(root, along.times(0.94), Math.max(0.7, half * 0.05), bend.times(0.9));
    rib.paint(canvas, STEM, Skin.leaf(green.mix(Tint.of(0xC9DDA0), 0.3)).glossy(0), sun);
  }
}
