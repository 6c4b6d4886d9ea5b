package dev.flowers.explanation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * An occlusion sensitivity map: how far the probability of a class fell when parts of the photo
 * were hidden. Immutable.
 *
 * <p><b>What it says.</b> A high value: without this part of the photo the probability of the class
 * is lower. A value below 0: without it the probability is higher, so it is evidence for another
 * class.
 *
 * <p><b>What it does not say.</b>
 *
 * <ul>
 *   <li>Nothing of other classes: each has a map of its own.
 *   <li>Not that the network looks nowhere else. Where two places say the same, either may be
 *       hidden and nothing falls. A photo that leaves no doubt may have a map near 0 everywhere.
 *   <li>Not what a place would do by itself, nor what in it matters: its colour, an outline, or
 *       that a patch of one colour lies there, which no photo of the training had.
 *   <li>Nothing finer than the patch; another size or colour of the patch gives another map.
 *   <li>Nothing of the flower: it explains the network, right or wrong.
 * </ul>
 *
 * @param occlusion the patches
 * @param className the class
 * @param probability the class's probability with nothing hidden, in [0,1]
 * @param falls [places, places], row by row from the top: that probability less the one with the
 *     patch over the place, in [-1,1]; copied on the way in and out
 */
@SuppressWarnings("ArrayRecordComponent") // Copied both ways, and compared by content.
public record OcclusionMap(
    Occlusion occlusion, String className, float probability, float[][] falls) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the array is not of the occlusion's size
   */
  public OcclusionMap {
    Objects.requireNonNull(className, "className");
    int places = occlusion.places();
    if (falls.length != places || Arrays.stream(falls).anyMatch(row -> row.length != places)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "occlusion map: found %d rows, expected [%d, %d]",
              falls.length,
              places,
              places));
    }
    falls = copy(falls);
  }

  /** How far the probability falls at each place; a copy. */
  @Override
  public float[][] falls() {
    return copy(falls);
  }

  /** The least and the greatest of the values. */
  public record Range(float low, float high) {}

  /** Width and height of the photo, in pixels, as the network sees it. */
  public int photoSize() {
    return occlusion.input().size();
  }

  /** Side of the patch in these pixels. */
  public int patch() {
    return occlusion.patch();
  }

  /** These pixels from one place of the patch to the next. */
  public int stride() {
    return occlusion.stride();
  }

  /** Returns the range of the values. */
  public Range range() {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float[] row : falls) {
      for (float fall : row) {
        low = Math.min(low, fall);
        high = Math.max(high, fall);
      }
    }
    return new Range(low, high);
  }

  /**
   * One place of the patch.
   *
   * @param left pixels from the photo's left to the patch's
   * @param top pixels from the photo's top to the patch's
   * @param fall the value of the map
   */
  public record Patch(int left, int top, float fall) {}

  /** Returns the place whose hiding costs the class most; of equals the first, row by row. */
  public Patch strongest() {
    Patch strongest = patch(0, 0);
    for (int row = 0; row < falls.length; row++) {
      for (int column = 0; column < falls.length; column++) {
        if (falls[row][column] > strongest.fall()) {
          strongest = patch(row, column);
        }
      }
    }
    return strongest;
  }

  private Patch patch(int row, int column) {
    int stride = occlusion.stride();
    return new Patch(column * stride, row * stride, falls[row][column]);
  }

  /**
   * Returns the value at a point of the photo: that of a patch with its centre there, between
   * patches interpolated (bilinear), nearer to the edge that of the nearest patch.
   *
   * @param x pixels from the left, 0 to the photo's size as the network sees it
   * @param y pixels from the top, the same
   */
  public float at(double x, double y) {
    double column = place(x);
    double row = place(y);
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(left + 1, falls.length - 1);
    int bottom = Math.min(top + 1, falls.length - 1);
    double above = mix(falls[top][left], falls[top][right], column - left);
    double below = mix(falls[bottom][left], falls[bottom][right], column - left);
    return (float) mix(above, below, row - top);
  }

  private double place(double pixel) {
    double place = (pixel - occlusion.patch() / 2.0) / occlusion.stride();
    return Math.max(0, Math.min(place, falls.length - 1));
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OcclusionMap that
        && occlusion.equals(that.occlusion)
        && className.equals(that.className)
        && probability == that.probability
        && Arrays.deepEquals(falls, that.falls);
  }

  @Override
  public int hashCode() {
    return Objects.hash(occlusion, className, probability, Arrays.deepHashCode(falls));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "OcclusionMap[%s %.3f, %s, %s]", className, probability, occlusion, range());
  }
}
