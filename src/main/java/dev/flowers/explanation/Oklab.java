package dev.flowers.explanation;

/**
 * A colour by lightness, green to red, and blue to yellow, in which equal steps look equal.
 *
 * <p>Source: Björn Ottosson, "A perceptual color space for image processing", 2020, whose matrices
 * these are.
 *
 * @param lightness 0 black to 1 white
 * @param a below 0 green, above 0 red
 * @param b below 0 blue, above 0 yellow
 */
record Oklab(double lightness, double a, double b) {

  /**
   * Converts from sRGB.
   *
   * @param rgb 8 bits each; higher bits do not matter
   */
  static Oklab of(int rgb) {
    double red = linear((rgb >> 16) & 0xFF);
    double green = linear((rgb >> 8) & 0xFF);
    double blue = linear(rgb & 0xFF);
    double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return new Oklab(
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
  }

  /** Goes a share of the way to another colour: 0 stays, 1 arrives. */
  Oklab towards(Oklab other, double share) {
    return new Oklab(
        lightness + (other.lightness - lightness) * share,
        a + (other.a - a) * share,
        b + (other.b - b) * share);
  }

  /** Returns the sRGB colour; what lies outside of it is clipped. */
  int rgb() {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    int red = encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    int green = encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    int blue = encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    return red << 16 | green << 8 | blue;
  }

  private static double cube(double x) {
    return x * x * x;
  }

  private static double linear(int level) {
    double x = level / 255.0;
    return x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4);
  }

  private static int encoded(double x) {
    double level = x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * Math.max(0, Math.min(level, 1)));
  }
}
