package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;

/**
 * The eight ways in which a camera may store a picture, in the order of the EXIF values 1 to 8.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf">EXIF 2.3, tag 274</a>
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  MIRRORED_UPSIDE_DOWN(false, false, true),
  TRANSPOSED(true, false, false),
  NEEDS_QUARTER_TURN_RIGHT(true, false, true),
  TRANSVERSED(true, true, true),
  NEEDS_QUARTER_TURN_LEFT(true, true, false);

  private static final ByteBuffer EXIF_MARK =
      ByteBuffer.wrap(new byte[] {'E', 'x', 'i', 'f', 0, 0}).asReadOnlyBuffer();

  private final boolean swapsAxes;
  private final boolean flipsX;
  private final boolean flipsY;

  Orientation(boolean swapsAxes, boolean flipsX, boolean flipsY) {
    this.swapsAxes = swapsAxes;
    this.flipsX = flipsX;
    this.flipsY = flipsY;
  }

  /**
   * Reads the orientation from the TIFF structure inside an EXIF segment or chunk.
   *
   * <p>A damaged structure counts as upright: it says nothing about the pixels, which may be whole.
   *
   * @param exif the structure; {@code Exif\0\0} may stand in front of it
   */
  static Orientation ofExif(ByteBuffer exif) {
    ByteBuffer in = exif.slice();
    int mark = EXIF_MARK.limit();
    if (in.limit() >= mark && in.slice(0, mark).equals(EXIF_MARK)) {
      in.position(mark);
    }
    return of(TiffDirectory.first(in.slice()));
  }

  /** Reads the orientation from an EXIF or TIFF directory. */
  static Orientation of(TiffDirectory directory) {
    // EXIF asks for a SHORT; some programs write another type of integer.
    long[] values = directory.integers(TiffTag.ORIENTATION, 1);
    return values.length == 1 && values[0] >= 1 && values[0] <= 8
        ? values()[(int) values[0] - 1]
        : UPRIGHT;
  }

  /** Turns a stored TYPE_INT_RGB picture upright; an upright one is returned as it is. */
  BufferedImage applyTo(BufferedImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int storedWidth = stored.getWidth();
    int storedHeight = stored.getHeight();
    int width = swapsAxes ? storedHeight : storedWidth;
    int height = swapsAxes ? storedWidth : storedHeight;
    int alongX = flipsX ? -1 : 1;
    int alongY = flipsY ? -storedWidth : storedWidth;
    int stepX = swapsAxes ? alongY : alongX;
    int stepY = swapsAxes ? alongX : alongY;
    int origin = (flipsX ? storedWidth - 1 : 0) + (flipsY ? (storedHeight - 1) * storedWidth : 0);

    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] from = RgbImages.pixels(stored);
    int[] to = RgbImages.pixels(upright);
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0, source = origin + y * stepY; x < width; x++, source += stepX) {
        to[at++] = from[source];
      }
    }
    return upright;
  }
}
