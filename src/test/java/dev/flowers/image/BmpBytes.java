package dev.flowers.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes BMP files of the kinds that ImageIO does not write. */
final class BmpBytes {

  static final int RLE8 = 1;
  static final int RLE4 = 2;
  static final int BIT_FIELDS = 3;

  private final int width;
  private final int height;
  private final int bits;
  private int headerLength = 40;
  private int compression;
  private int[] masks = {};
  private int[] palette = {};

  /** A negative height is a picture whose first row is the highest. */
  BmpBytes(int width, int height, int bits) {
    this.width = width;
    this.height = height;
    this.bits = bits;
  }

  BmpBytes compression(int compression) {
    this.compression = compression;
    return this;
  }

  /** Adds masks of red, green, blue and perhaps alpha, the last in a header of 108 bytes. */
  BmpBytes masks(int... masks) {
    this.masks = masks;
    headerLength = masks.length == 4 ? 108 : 40;
    return compression(BIT_FIELDS);
  }

  /** Adds colours, 0xRRGGBB. */
  BmpBytes palette(int... palette) {
    this.palette = palette;
    return this;
  }

  /** Ends the file: rows are filled up to four bytes by the caller. */
  byte[] pixels(int... pixels) {
    int maskBytes = headerLength == 40 ? 4 * masks.length : 0;
    int start = 14 + headerLength + maskBytes + 4 * palette.length;
    ByteBuffer out = ByteBuffer.allocate(start + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(start);
    out.putInt(headerLength).putInt(width).putInt(height).putShort((short) 1);
    out.putShort((short) bits).putInt(compression).putInt(pixels.length).putInt(0).putInt(0);
    out.putInt(palette.length).putInt(0);
    for (int mask : masks) {
      out.putInt(mask);
    }
    out.position(14 + headerLength + maskBytes);
    for (int colour : palette) {
      out.putInt(colour);
    }
    for (int pixel : pixels) {
      out.put((byte) pixel);
    }
    return out.array();
  }
}
