package dev.flowers.image;

/**
 * Where red, green, blue and alpha are in the 16 or 32 bits of a pixel; no mask, no such colour.
 */
record BmpMasks(int bits, Channel red, Channel green, Channel blue, Channel alpha) {

  /**
   * Some neighbouring bits.
   *
   * @param max the largest value, a power of 2 less 1
   */
  private record Channel(int shift, long max) {

    static final Channel NONE = new Channel(0, 0);

    static Channel of(long mask) {
      if (mask == 0) {
        return NONE;
      }
      int shift = Long.numberOfTrailingZeros(mask);
      return new Channel(shift, mask >> shift);
    }

    boolean isOneRun() {
      return (max & (max + 1)) == 0;
    }

    long sample(long pixel) {
      return pixel >> shift & max;
    }

    int octet(long pixel) {
      return max == 0 ? 0 : (int) ((sample(pixel) * 255 + max / 2) / max);
    }
  }

  /** The masks of a file that has none. */
  static BmpMasks usual(int bits) {
    return bits == 16 ? of(bits, 0x7C00, 0x3E0, 0x1F, 0) : of(bits, 0xFF0000, 0xFF00, 0xFF, 0);
  }

  /** Reads the masks of red, green, blue, and perhaps alpha. */
  static BmpMasks read(ByteCursor in, int bits, boolean withAlpha) throws UnreadableImageException {
    BmpMasks masks =
        of(
            bits,
            in.u32LittleEndian(),
            in.u32LittleEndian(),
            in.u32LittleEndian(),
            withAlpha ? in.u32LittleEndian() : 0);
    if (!masks.red.isOneRun()
        || !masks.green.isOneRun()
        || !masks.blue.isOneRun()
        || !masks.alpha.isOneRun()) {
      throw in.damaged("a colour mask with gaps", "neighbouring bits");
    }
    return masks;
  }

  private static BmpMasks of(int bits, long red, long green, long blue, long alpha) {
    return new BmpMasks(
        bits, Channel.of(red), Channel.of(green), Channel.of(blue), Channel.of(alpha));
  }

  /** The same without alpha. */
  BmpMasks opaque() {
    return new BmpMasks(bits, red, green, blue, Channel.NONE);
  }

  /** Whether any pixel of a row is not wholly transparent, or there is no alpha. */
  boolean showsAnything(byte[] bytes, int from, int width) {
    for (int x = 0; x < width; x++) {
      if (alpha.sample(pixel(bytes, from, x)) != 0) {
        return true;
      }
    }
    return alpha.max == 0;
  }

  /** Draws a row of pixels, over white. */
  void drawRow(byte[] bytes, int from, int width, int[] out, int to) {
    for (int x = 0; x < width; x++) {
      long pixel = pixel(bytes, from, x);
      out[to + x] =
          RgbImages.overWhite(
              alpha.max == 0 ? 255 : alpha.octet(pixel),
              red.octet(pixel),
              green.octet(pixel),
              blue.octet(pixel));
    }
  }

  private long pixel(byte[] bytes, int from, int x) {
    int at = from + x * (bits / 8);
    long low = (bytes[at] & 0xFFL) | (bytes[at + 1] & 0xFFL) << 8;
    return bits == 16 ? low : low | (bytes[at + 2] & 0xFFL) << 16 | (bytes[at + 3] & 0xFFL) << 24;
  }
}
