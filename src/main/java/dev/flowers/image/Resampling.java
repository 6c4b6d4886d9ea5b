package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.awt.image.SinglePixelPackedSampleModel;
import java.util.Arrays;

/**
 * Resizes pictures to the numbers that Pillow's {@code Image.resize} gives for mode RGB: along rows
 * first, then along columns, each rounded to eight bits, with weights rounded to 22 bits.
 *
 * <p>A part of the resized picture can be asked for; no more is computed than it needs. Stateless;
 * any number of threads may call it.
 */
final class Resampling {

  /** Bits of a weight behind the binary point: of 32, 8 are the pixel's and 2 are to spare. */
  static final int WEIGHT_BITS = 32 - 8 - 2;

  private Resampling() {}

  /**
   * Returns a part of the resized picture.
   *
   * @param image of any type; grey becomes R = G = B, transparent pixels are laid over white
   * @param columns how the resized picture's columns lie, and which of them are wanted
   * @param rows the same of its rows
   * @return a new array of 0xRRGGBB, row by row
   */
  static int[] resize(BufferedImage image, Axis columns, Axis rows, ResampleFilter filter) {
    Pixels pixels = Pixels.of(RgbImages.of(image));
    if (filter == ResampleFilter.NEAREST) {
      return nearest(pixels, columns, rows);
    }
    ResamplingWeights down = ResamplingWeights.of(rows, filter);
    int first = down.first(0);
    int count = down.end() - first;
    // What is not resized along its rows keeps them: of the filter each pixel has itself alone.
    ResamplingWeights across = ResamplingWeights.of(columns, filter);
    int[] narrowed = new int[count * columns.count()];
    for (int y = 0; y < count; y++) {
      across.alongRow(pixels.values, pixels.row(first + y), narrowed, y * columns.count());
    }
    int[] result = new int[rows.count() * columns.count()];
    int[] red = new int[columns.count()];
    int[] green = new int[columns.count()];
    int[] blue = new int[columns.count()];
    for (int y = 0; y < rows.count(); y++) {
      Arrays.fill(red, 1 << (WEIGHT_BITS - 1));
      Arrays.fill(green, 1 << (WEIGHT_BITS - 1));
      Arrays.fill(blue, 1 << (WEIGHT_BITS - 1));
      for (int tap = 0; tap < down.taps(y); tap++) {
        int from = (down.first(y) - first + tap) * columns.count();
        addRow(narrowed, from, down.weight(y, tap), red, green, blue);
      }
      pack(red, green, blue, result, y * columns.count());
    }
    return result;
  }

  // Methods of their own on local variables, so that the JIT vectorizes the loops.
  private static void addRow(int[] in, int from, int weight, int[] red, int[] green, int[] blue) {
    for (int x = 0; x < red.length; x++) {
      int pixel = in[from + x];
      red[x] += (pixel >> 16 & 0xFF) * weight;
      green[x] += (pixel >> 8 & 0xFF) * weight;
      blue[x] += (pixel & 0xFF) * weight;
    }
  }

  private static void pack(int[] red, int[] green, int[] blue, int[] out, int at) {
    for (int x = 0; x < red.length; x++) {
      out[at + x] = toByte(red[x]) << 16 | toByte(green[x]) << 8 | toByte(blue[x]);
    }
  }

  static int toByte(int sum) {
    return Math.max(0, Math.min(255, sum >> WEIGHT_BITS));
  }

  private static int[] nearest(Pixels pixels, Axis columns, Axis rows) {
    int[] xs = columns.nearest();
    int[] ys = rows.nearest();
    int[] result = new int[xs.length * ys.length];
    for (int y = 0, at = 0; y < ys.length; y++) {
      int row = pixels.row(ys[y]);
      for (int x : xs) {
        result[at++] = pixels.values[row + x];
      }
    }
    return result;
  }

  /**
   * The columns, or the rows, of a resized picture.
   *
   * @param from how many the picture has
   * @param to how many the resized picture has; of a long and narrow one more than an int holds
   * @param start the first that is wanted
   * @param count how many are wanted
   */
  record Axis(int from, long to, long start, int count) {

    /** Beyond this the sum below takes seconds, and Pillow's own would not fit into memory. */
    private static final long SUMMED = 1 << 24;

    Axis {
      if (from < 1 || to < 1 || start < 0 || count < 1 || start + count > to) {
        throw new IllegalArgumentException(
            "found pixels "
                + start
                + " to "
                + (start + count)
                + " of "
                + from
                + " resized to "
                + to
                + ", expected pixels of the resized picture");
      }
    }

    /**
     * Which pixel of the picture each wanted one is: Pillow adds up where it is, and so does it.
     */
    int[] nearest() {
      double step = (double) from / to;
      int[] places = new int[count];
      double at = step * 0.5;
      if (to > SUMMED) {
        at += start * step;
      } else {
        for (long i = 0; i < start; i++) {
          at += step;
        }
      }
      for (int i = 0; i < count; i++) {
        places[i] = Math.min((int) at, from - 1);
        at += step;
      }
      return places;
    }
  }

  /** The pixels of a TYPE_INT_RGB picture, which may be a part of another. */
  @SuppressWarnings("ArrayRecordComponent") // looked into for one resize, never compared
  private record Pixels(int[] values, int origin, int stride) {

    static Pixels of(BufferedImage rgb) {
      Raster raster = rgb.getRaster();
      int stride = ((SinglePixelPackedSampleModel) raster.getSampleModel()).getScanlineStride();
      return new Pixels(
          ((DataBufferInt) raster.getDataBuffer()).getData(),
          raster.getDataBuffer().getOffset()
              - raster.getSampleModelTranslateY() * stride
              - raster.getSampleModelTranslateX(),
          stride);
    }

    int row(int y) {
      return origin + y * stride;
    }
  }
}
