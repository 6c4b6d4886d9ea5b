package dev.flowers.dataset.painted;

/**
 * A colour in linear light (not sRGB): mixing, shading and blur then behave as light does. One is
 * the white of the screen; more than one is allowed until the picture is developed.
 */
record Tint(float red, float green, float blue) {

  static final Tint BLACK = new Tint(0, 0, 0);
  static final Tint WHITE = new Tint(1, 1, 1);

  /** From an sRGB colour such as {@code 0xFFCC00}. */
  static Tint of(int rgb) {
    return new Tint(linear(rgb >> 16), linear(rgb >> 8), linear(rgb));
  }

  private static float linear(int level) {
    double c = (level & 0xFF) / 255.0;
    return (float) (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
  }

  /** This colour at 0, the other at 1. */
  Tint mix(Tint other, double share) {
    float t = (float) share;
    return new Tint(
        red + (other.red - red) * t,
        green + (other.green - green) * t,
        blue + (other.blue - blue) * t);
  }

  Tint times(double factor) {
    float f = (float) factor;
    return new Tint(red * f, green * f, blue * f);
  }

  /** A near relative: brighter or darker, a little warmer or cooler. */
  Tint vary(Dice dice, double strength) {
    double light = dice.bell(1, strength);
    return new Tint(
        (float) Math.max(0, red * (light + dice.bell(0, strength / 3))),
        (float) Math.max(0, green * (light + dice.bell(0, strength / 3))),
        (float) Math.max(0, blue * (light + dice.bell(0, strength / 3))));
  }
}
