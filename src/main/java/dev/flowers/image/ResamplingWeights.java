package dev.flowers.image;

import dev.flowers.image.Resampling.Axis;

/**
 * For each pixel of a resized row or column, which of the picture's pixels it is made of, and how
 * much of each. Immutable.
 *
 * <p>Source: Pillow's {@code precompute_coeffs} and {@code normalize_coeffs_8bpc} in {@code
 * Resample.c}: the same operations in the same order, so that the rounded weights are equal.
 */
final class ResamplingWeights {

  private static final int ONE = 1 << Resampling.WEIGHT_BITS;

  private final int[] firsts;
  private final int[] counts;
  private final int[] weights;
  private final int stride;

  private ResamplingWeights(int pixels, int stride) {
    firsts = new int[pixels];
    counts = new int[pixels];
    weights = new int[Math.multiplyExact(pixels, stride)];
    this.stride = stride;
  }

  static ResamplingWeights of(Axis axis, ResampleFilter filter) {
    if (axis.from() == axis.to()) {
      return same(axis);
    }
    double scale = (double) axis.from() / axis.to();
    double stretch = Math.max(1, scale);
    double support = filter.support() * stretch;
    // One more than Pillow reserves would change nothing; never more than there are pixels.
    int stride = (int) Math.min(axis.from(), Math.ceil(support) * 2 + 1);
    ResamplingWeights weights = new ResamplingWeights(axis.count(), stride);
    double[] exact = new double[stride];
    for (int i = 0; i < axis.count(); i++) {
      double centre = (axis.start() + i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int count = Math.min(axis.from(), (int) (centre + support + 0.5)) - first;
      double sum = 0;
      for (int tap = 0; tap < count; tap++) {
        exact[tap] = filter.at((tap + first - centre + 0.5) * (1 / stretch));
        sum += exact[tap];
      }
      for (int tap = 0; tap < count; tap++) {
        double share = sum == 0 ? exact[tap] : exact[tap] / sum;
        weights.weights[i * stride + tap] =
            share < 0 ? (int) (-0.5 + share * ONE) : (int) (0.5 + share * ONE);
      }
      weights.firsts[i] = first;
      weights.counts[i] = count;
    }
    return weights;
  }

  // Pillow leaves an axis out that keeps its length.
  private static ResamplingWeights same(Axis axis) {
    ResamplingWeights weights = new ResamplingWeights(axis.count(), 1);
    for (int i = 0; i < axis.count(); i++) {
      weights.firsts[i] = (int) axis.start() + i;
      weights.counts[i] = 1;
      weights.weights[i] = ONE;
    }
    return weights;
  }

  /** The first of the picture's pixels that pixel {@code i} is made of. */
  int first(int i) {
    return firsts[i];
  }

  /** Of how many it is made. */
  int taps(int i) {
    return counts[i];
  }

  /** How much of the one that is {@code tap} behind the first. */
  int weight(int i, int tap) {
    return weights[i * stride + tap];
  }

  /** Behind the last of the picture's pixels that any is made of. */
  int end() {
    int last = firsts.length - 1;
    return firsts[last] + counts[last];
  }

  /** Resizes a row of 0xRRGGBB. */
  void alongRow(int[] in, int row, int[] out, int at) {
    for (int x = 0; x < firsts.length; x++) {
      int from = row + firsts[x];
      int weight = x * stride;
      int red = ONE / 2;
      int green = ONE / 2;
      int blue = ONE / 2;
      for (int end = from + counts[x]; from < end; from++, weight++) {
        int pixel = in[from];
        red += (pixel >> 16 & 0xFF) * weights[weight];
        green += (pixel >> 8 & 0xFF) * weights[weight];
        blue += (pixel & 0xFF) * weights[weight];
      }
      out[at + x] =
          Resampling.toByte(red) << 16 | Resampling.toByte(green) << 8 | Resampling.toByte(blue);
    }
  }
}
