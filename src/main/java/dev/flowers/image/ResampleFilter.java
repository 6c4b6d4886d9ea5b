package dev.flowers.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the pixels around a place become one, as Pillow has it. All but the nearest are stretched
 * over the pixels that one of the result covers, so that a picture made smaller is smoothed.
 *
 * @see <a href="https://pillow.readthedocs.io/en/stable/handbook/concepts.html#filters">Pillow's
 *     filters</a>
 */
public enum ResampleFilter {
  /** The pixel at the place itself. */
  NEAREST(0, 0),
  /** Lanczos' windowed sine cardinal, with three lobes. */
  LANCZOS(1, 3),
  /** A triangle: linear interpolation, when a picture is enlarged. */
  BILINEAR(2, 1),
  /** Keys' cubic convolution with a = −½. */
  BICUBIC(3, 2),
  /** The mean of the pixels that one of the result covers. */
  BOX(4, 0.5),
  /** A sine cardinal in Hamming's window. */
  HAMMING(5, 1);

  private static final double CUBIC = -0.5;

  private final int number;
  private final double support;

  ResampleFilter(int number, double support) {
    this.number = number;
    this.support = support;
  }

  /** The filter of one of Pillow's numbers, 0 to 5. */
  public static Optional<ResampleFilter> ofNumber(int number) {
    return Arrays.stream(values()).filter(filter -> filter.number == number).findFirst();
  }

  /** Pillow's number for it, as configurations have it. */
  public int number() {
    return number;
  }

  /** Half the filter's width, in pixels of the result. */
  double support() {
    return support;
  }

  /** The filter's value at {@code x} pixels of the result from the middle. */
  double at(double x) {
    double distance = Math.abs(x);
    return switch (this) {
      case NEAREST -> throw new IllegalStateException("the nearest pixel has no weights");
      case BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
      case BILINEAR -> distance < 1 ? 1 - distance : 0;
      case HAMMING -> hamming(distance);
      case BICUBIC -> cubic(distance);
      case LANCZOS -> x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    };
  }

  private static double hamming(double x) {
    if (x >= 1) {
      return 0;
    }
    return sinc(x) * (0.54 + 0.46 * StrictMath.cos(x * Math.PI));
  }

  private static double cubic(double x) {
    if (x < 1) {
      return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
