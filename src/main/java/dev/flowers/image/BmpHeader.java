package dev.flowers.image;

import org.jspecify.annotations.Nullable;

/**
 * What the headers of a BMP file say.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param topDown whether the first row of the file is the picture's highest
 * @param bits of a pixel: 1, 2, 4, 8, 16, 24 or 32
 * @param runLength whether the pixels are run-length encoded
 * @param start where the pixels begin in the file
 * @param palette 0xRRGGBB of every index; empty for more than 8 bits
 * @param masks where the colours are in a pixel; null unless it has 16 or 32 bits
 */
@SuppressWarnings("ArrayRecordComponent") // made once for one image, never compared
record BmpHeader(
    int width,
    int height,
    boolean topDown,
    int bits,
    boolean runLength,
    long start,
    int[] palette,
    @Nullable BmpMasks masks) {

  private static final int FILE_HEADER = 14;
  // The lengths of headers: OS/2 1, OS/2 2 (shortest, whole), Windows 3, and with masks.
  private static final int CORE = 12;
  private static final int SHORT_OS2 = 16;
  private static final int INFO = 40;
  private static final int OS2 = 64;
  private static final int WITH_COLOUR_MASKS = 52;
  private static final int WITH_ALPHA_MASK = 56;
  private static final int LONGEST = 124;

  private static final int UNCOMPRESSED = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  /**
   * Reads the headers, masks and palette.
   *
   * @throws UnreadableImageException if they are cut, senseless, or of a kind that is not known
   *     here
   */
  static BmpHeader read(ByteCursor in) throws UnreadableImageException {
    in.skip(10);
    long pixels = in.u32LittleEndian();
    long length = in.u32LittleEndian();
    if (length != CORE && length != SHORT_OS2 && (length < INFO || length > LONGEST)) {
      throw in.damaged("a header of " + length + " bytes", "12, 16, or 40 to 124");
    }
    boolean core = length == CORE;
    int width = core ? in.u16LittleEndian() : (int) in.u32LittleEndian();
    int rows = core ? in.u16LittleEndian() : (int) in.u32LittleEndian();
    if (width <= 0 || rows == 0 || rows == Integer.MIN_VALUE) {
      throw in.damaged("a size of " + width + "×" + rows, "at least 1×1 pixel");
    }
    in.skip(2);
    int bits = in.u16LittleEndian();
    long compression = UNCOMPRESSED;
    long coloursUsed = 0;
    if (length >= INFO) {
      compression = in.u32LittleEndian();
      in.skip(12);
      coloursUsed = in.u32LittleEndian();
    }
    requireKnown(in, bits, compression, length == OS2);
    BmpMasks masks = bits == 16 || bits == 32 ? BmpMasks.usual(bits) : null;
    long end = FILE_HEADER + length;
    if (compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS) {
      // Inside the longer headers, behind the short one: at the same place.
      in.moveTo(FILE_HEADER + INFO);
      masks = BmpMasks.read(in, bits, length >= WITH_ALPHA_MASK || compression == ALPHA_BIT_FIELDS);
      end = Math.max(end, FILE_HEADER + WITH_COLOUR_MASKS);
    }
    in.moveTo(FILE_HEADER);
    in.skip(end - FILE_HEADER);
    int[] palette = new int[0];
    if (bits <= 8) {
      palette = palette(in, bits, coloursUsed, pixels, core ? 3 : 4);
    }
    return new BmpHeader(
        width,
        Math.abs(rows),
        rows < 0,
        bits,
        compression == RLE8 || compression == RLE4,
        pixels > end ? pixels : in.position(),
        palette,
        masks);
  }

  private static void requireKnown(ByteCursor in, int bits, long compression, boolean os2)
      throws UnreadableImageException {
    boolean known =
        switch (bits) {
          case 1, 2, 24 -> compression == UNCOMPRESSED;
          case 4 -> compression == UNCOMPRESSED || compression == RLE4;
          case 8 -> compression == UNCOMPRESSED || compression == RLE8;
          case 16, 32 ->
              compression == UNCOMPRESSED
                  || (compression == BIT_FIELDS && !os2)
                  || compression == ALPHA_BIT_FIELDS;
          default -> false;
        };
    if (!known) {
      String inside = compression == 4 ? " (JPEG)" : compression == 5 ? " (PNG)" : "";
      throw in.damaged(
          bits + " bits a pixel and compression " + compression + inside,
          "1, 2, 4, 8, 16, 24 or 32 bits, run-length encoded or not; convert it to PNG");
    }
  }

  private static int[] palette(
      ByteCursor in, int bits, long coloursUsed, long pixels, int entryLength)
      throws UnreadableImageException {
    int[] palette = new int[1 << bits];
    long count = coloursUsed == 0 ? palette.length : Math.min(coloursUsed, palette.length);
    if (pixels > in.position()) {
      count = Math.min(count, (pixels - in.position()) / entryLength);
    }
    for (int i = 0; i < count; i++) {
      palette[i] = in.u24LittleEndian();
      in.skip(entryLength - 3);
    }
    return palette;
  }
}
