package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.awt.image.SinglePixelPackedSampleModel;
import java.nio.FloatBuffer;

/**
 * The centre square of a picture, scaled as the original Python demo did.
 *
 * <p>That was {@code skimage.transform.resize} of 2017 with its default {@code mode='constant'}:
 * output pixel j of n looks at x = (j + ½)·s/n − ½ in the square of side s, between the pixels ⌊x⌋
 * and ⌊x⌋ + 1, without smoothing first. A pixel beyond the square counts as black, so that when a
 * square smaller than n is enlarged its outermost pixels darken.
 *
 * <p>Stateless; any number of threads may call it, each with a buffer of its own.
 */
public final class SquareCrop {

  private static final int CHANNELS = 3;

  private SquareCrop() {}

  /**
   * Writes size × size × 3 floats at the buffer's position, which moves behind them: rows from top
   * to bottom, pixels from left to right, red, green, blue, each in [0, 1].
   *
   * <p>The square has the picture's shorter side s and begins ⌊(width − s)/2⌋ pixels from the left
   * and ⌊(height − s)/2⌋ from the top.
   *
   * @param image of any type; grey becomes R = G = B, transparent pixels are laid over white
   * @param size side of the output in pixels, at least 1
   * @throws IllegalArgumentException if {@code size} is less than 1, or the buffer has less room
   */
  public static void intoUnitRgb(BufferedImage image, int size, FloatBuffer out) {
    if (size < 1) {
      throw new IllegalArgumentException("size: found " + size + ", expected at least 1 pixel");
    }
    RgbImages.requireRoom(out, size);
    int side = Math.min(image.getWidth(), image.getHeight());
    BufferedImage square =
        image.getSubimage(
            (image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side);
    Raster raster = RgbImages.of(square).getRaster();
    int[] pixels = ((DataBufferInt) raster.getDataBuffer()).getData();
    int stride = ((SinglePixelPackedSampleModel) raster.getSampleModel()).getScanlineStride();
    int origin =
        raster.getDataBuffer().getOffset()
            - raster.getSampleModelTranslateY() * stride
            - raster.getSampleModelTranslateX();

    Taps taps = new Taps(side, size);
    float[] row = new float[size * CHANNELS];
    for (int y = 0; y < size; y++) {
      int above = origin + taps.first[y] * stride;
      int below = origin + taps.second[y] * stride;
      // Divided by 255 here, so that the pixels need not be.
      float upper = taps.firstWeight[y] / 255;
      float lower = taps.secondWeight[y] / 255;
      blendRow(pixels, above, upper, below, lower, taps, row);
      out.put(row);
    }
  }

  /**
   * The mirror image, left to right, of what {@link #intoUnitRgb} wrote.
   *
   * <p>It is the mirrored picture's own crop, if the square has the middle of the picture; of a
   * picture whose sides differ by an odd number, that one begins a pixel further.
   *
   * @param crop [size, size, 3]
   * @param size side of the crop in pixels
   * @return a new array
   * @throws IllegalArgumentException if the crop is of another size
   */
  public static float[] mirrored(float[] crop, int size) {
    if (crop.length != size * size * CHANNELS) {
      throw new IllegalArgumentException(
          "crop: found " + crop.length + " floats, expected " + size + "×" + size + "×3");
    }
    float[] mirror = new float[crop.length];
    for (int row = 0; row < crop.length; row += size * CHANNELS) {
      for (int x = 0; x < size; x++) {
        System.arraycopy(
            crop, row + x * CHANNELS, mirror, row + (size - 1 - x) * CHANNELS, CHANNELS);
      }
    }
    return mirror;
  }

  // A method of its own on local variables: in the loop over y the compiler's code is half as fast.
  private static void blendRow(
      int[] pixels, int above, float upper, int below, float lower, Taps taps, float[] row) {
    int[] lefts = taps.first;
    int[] rights = taps.second;
    float[] leftWeights = taps.firstWeight;
    float[] rightWeights = taps.secondWeight;
    for (int x = 0, at = 0; x < lefts.length; x++, at += CHANNELS) {
      int left = lefts[x];
      int right = rights[x];
      int p = pixels[above + left];
      int q = pixels[above + right];
      int r = pixels[below + left];
      int s = pixels[below + right];
      float a = leftWeights[x] * upper;
      float b = rightWeights[x] * upper;
      float c = leftWeights[x] * lower;
      float d = rightWeights[x] * lower;
      row[at] =
          blend((p >> 16) & 0xFF, a, (q >> 16) & 0xFF, b, (r >> 16) & 0xFF, c, (s >> 16) & 0xFF, d);
      row[at + 1] =
          blend((p >> 8) & 0xFF, a, (q >> 8) & 0xFF, b, (r >> 8) & 0xFF, c, (s >> 8) & 0xFF, d);
      row[at + 2] = blend(p & 0xFF, a, q & 0xFF, b, r & 0xFF, c, s & 0xFF, d);
    }
  }

  // Four rounded weights may sum to a little over 1.
  private static float blend(int p, float a, int q, float b, int r, float c, int s, float d) {
    return Math.min(1f, p * a + q * b + r * c + s * d);
  }

  /**
   * For each output pixel of an axis, the two source pixels that it lies between, and how much of
   * each.
   */
  private static final class Taps {

    final int[] first;
    final int[] second;
    final float[] firstWeight;
    final float[] secondWeight;

    Taps(int side, int size) {
      first = new int[size];
      second = new int[size];
      firstWeight = new float[size];
      secondWeight = new float[size];
      for (int i = 0; i < size; i++) {
        double at = (i + 0.5) * side / size - 0.5;
        int before = (int) Math.floor(at);
        double fraction = at - before;
        first[i] = Math.max(before, 0);
        second[i] = Math.min(before + 1, side - 1);
        firstWeight[i] = before < 0 ? 0 : (float) (1 - fraction);
        secondWeight[i] = before + 1 >= side ? 0 : (float) fraction;
      }
    }
  }
}
