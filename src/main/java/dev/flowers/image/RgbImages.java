package dev.flowers.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.nio.FloatBuffer;

/** Converts any picture to TYPE_INT_RGB; transparent pixels are laid over white. */
final class RgbImages {
  private static final int CHANNELS = 3;

  private RgbImages() {}

  /** Converts a picture; one that is TYPE_INT_RGB already is returned as it is. */
  static BufferedImage of(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_INT_RGB) {
      return image;
    }
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] out = pixels(rgb);
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      fromBgrBytes(image.getRaster(), out);
    } else if (hasPlainSamples(image.getColorModel())) {
      fromSamples(image, out);
    } else {
      fromColorModel(image, out);
    }
    return rgb;
  }

  /**
   * Checks that a buffer has room for a square in floats.
   *
   * @throws IllegalArgumentException if it has not
   */
  static void requireRoom(FloatBuffer out, int size) {
    if (out.remaining() < (long) size * size * CHANNELS) {
      throw new IllegalArgumentException(
          "out: found room for "
              + out.remaining()
              + " floats, expected "
              + size
              + "×"
              + size
              + "×3");
    }
  }

  /** The pixels of a TYPE_INT_RGB picture that was made whole, so row by row from index 0. */
  static int[] pixels(BufferedImage rgb) {
    return ((DataBufferInt) rgb.getRaster().getDataBuffer()).getData();
  }

  // What the JDK's codec gives for a colour JPEG: the way that must be fast.
  private static void fromBgrBytes(Raster raster, int[] out) {
    byte[] in = ((DataBufferByte) raster.getDataBuffer()).getData();
    var layout = (PixelInterleavedSampleModel) raster.getSampleModel();
    int start =
        raster.getDataBuffer().getOffset()
            - raster.getSampleModelTranslateY() * layout.getScanlineStride()
            - raster.getSampleModelTranslateX() * 3;
    int width = raster.getWidth();
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      int from = start + y * layout.getScanlineStride();
      for (int x = 0; x < width; x++, from += 3) {
        out[at++] = (in[from + 2] & 0xFF) << 16 | (in[from + 1] & 0xFF) << 8 | (in[from] & 0xFF);
      }
    }
  }

  // Java takes grey as linear light and would brighten it; the stored number is meant.
  private static boolean hasPlainSamples(ColorModel model) {
    ColorSpace space = model.getColorSpace();
    int transfer = model.getTransferType();
    return model instanceof ComponentColorModel
        && !model.isAlphaPremultiplied()
        && (transfer == DataBuffer.TYPE_BYTE || transfer == DataBuffer.TYPE_USHORT)
        && (space.getType() == ColorSpace.TYPE_GRAY || space.isCS_sRGB());
  }

  private static void fromSamples(BufferedImage image, int[] out) {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int colours = model.getNumColorComponents();
    int[] max = new int[bands];
    for (int band = 0; band < bands; band++) {
      max[band] = (1 << model.getComponentSize(band)) - 1;
    }
    int width = image.getWidth();
    int[] row = new int[width * bands];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        int red = toByte(row[x], max[0]);
        int green = colours == 1 ? red : toByte(row[x + 1], max[1]);
        int blue = colours == 1 ? red : toByte(row[x + 2], max[2]);
        int alpha = model.hasAlpha() ? toByte(row[x + colours], max[colours]) : 255;
        out[at++] = overWhite(alpha, red, green, blue);
      }
    }
  }

  private static void fromColorModel(BufferedImage image, int[] out) {
    int width = image.getWidth();
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, out, y * width, width);
    }
    for (int i = 0; i < out.length; i++) {
      int argb = out[i];
      out[i] = overWhite(argb >>> 24, (argb >> 16) & 0xFF, (argb >> 8) & 0xFF, argb & 0xFF);
    }
  }

  /** Brings a sample of 0 to {@code max} to 0 to 255. */
  static int toByte(int sample, int max) {
    return max == 255 ? sample : (int) ((sample * 255L + max / 2) / max);
  }

  /** Lays a colour over white: 0xRRGGBB. */
  static int overWhite(int alpha, int red, int green, int blue) {
    if (alpha == 255) {
      return red << 16 | green << 8 | blue;
    }
    return overWhite(alpha, red) << 16 | overWhite(alpha, green) << 8 | overWhite(alpha, blue);
  }

  private static int overWhite(int alpha, int colour) {
    return (colour * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
