package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  private static final int ORIENTATION_TAG = 274;
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY_LENGTH = 12;

  private final boolean swapsAxes;
  private final boolean flipsX;
  private final boolean flipsY;

  Orientation(boolean swapsAxes, boolean flipsX, boolean flipsY) {
    this.swapsAxes = swapsAxes;
    this.flipsX = flipsX;
    this.flipsY = flipsY;
  }

  /**
   * Reads the orientation from the TIFF structure inside an EXIF segment.
   *
   * <p>A damaged structure counts as upright: it says nothing about the pixels, which may be whole.
   *
   * @param tiff the bytes after {@code Exif\0\0}; its position and order are changed
   */
  static Orientation ofExif(ByteBuffer tiff) {
    try {
      ByteBuffer in = tiff.slice();
      int order = in.getShort();
      if (order == 0x4949) {
        in.order(ByteOrder.LITTLE_ENDIAN);
      } else if (order != 0x4D4D) {
        return UPRIGHT;
      }
      int directory = in.getInt(4);
      if (directory < 0 || directory > in.limit()) {
        return UPRIGHT;
      }
      in.position(directory);
      for (int entries = Short.toUnsignedInt(in.getShort()); entries > 0; entries--) {
        int start = in.position();
        int tag = Short.toUnsignedInt(in.getShort());
        int type = in.getShort();
        int value = Short.toUnsignedInt(in.getShort(start + 8));
        if (tag == ORIENTATION_TAG) {
          return type == TYPE_SHORT && value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
        }
        if (in.limit() - start < ENTRY_LENGTH) {
          return UPRIGHT;
        }
        in.position(start + ENTRY_LENGTH);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException cut) {
      return UPRIGHT;
    }
    return UPRIGHT;
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
