package dev.flowers.image;

import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The alpha chunk of a lossy picture in a WebP file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649#section-2.7.1.2">RFC 9649, section
 *     2.7.1.2</a>
 */
final class WebpAlpha {

  private static final int UNCOMPRESSED = 0;
  private static final int LOSSLESS = 1;
  private static final int GREEN = 1;

  private static final int NO_FILTER = 0;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;

  private WebpAlpha() {}

  /**
   * Decodes a chunk.
   *
   * @param chunk its body, at least a byte
   * @return a byte a pixel
   * @throws UnreadableImageException if it is damaged or ends before the last pixel
   */
  static byte[] decode(byte[] chunk, int width, int height, String name)
      throws UnreadableImageException {
    int compression = chunk[0] & 3;
    int filter = chunk[0] >> 2 & 3;
    byte[] alpha;
    if (compression == UNCOMPRESSED) {
      if (chunk.length - 1 < width * height) {
        throw new UnreadableImageException(
            name,
            "a truncated WebP file with " + (chunk.length - 1) + " bytes of alpha",
            width + "×" + height);
      }
      alpha = Arrays.copyOfRange(chunk, 1, 1 + width * height);
    } else if (compression == LOSSLESS) {
      alpha =
          green(
              WebpBitstream.losslessWithoutHeader(width, height, chunk, 1)
                  .decode(name)
                  .getRaster());
    } else {
      throw new UnreadableImageException(
          name, "a WebP file with alpha compression " + compression, "0 or 1");
    }
    if (filter != NO_FILTER) {
      unfilter(alpha, width, height, filter);
    }
    return alpha;
  }

  private static byte[] green(Raster raster) {
    int width = raster.getWidth();
    byte[] green = new byte[width * raster.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, GREEN, row);
      for (int x = 0; x < width; x++) {
        green[y * width + x] = (byte) row[x];
      }
    }
    return green;
  }

  // Each pixel was stored as the difference from one that its neighbours predict.
  private static void unfilter(byte[] alpha, int width, int height, int filter) {
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        int left = x == 0 ? 0 : alpha[at - 1] & 0xFF;
        int above = y == 0 ? 0 : alpha[at - width] & 0xFF;
        int predicted;
        if (y == 0) {
          predicted = left;
        } else if (x == 0 || filter == VERTICAL) {
          predicted = above;
        } else if (filter == HORIZONTAL) {
          predicted = left;
        } else {
          int corner = alpha[at - width - 1] & 0xFF;
          predicted = Math.max(0, Math.min(255, left + above - corner));
        }
        alpha[at] += (byte) predicted;
      }
    }
  }
}
