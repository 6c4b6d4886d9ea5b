package dev.flowers.image;

import java.io.ByteArrayOutputStream;

/** One frame of a GIF: where it lies on the screen, its colours and its compressed pixels. */
final class GifFrame {

  static final int NO_TRANSPARENCY = -1;

  private static final int HAS_TABLE = 0x80;
  private static final int INTERLACED = 0x40;

  // Every 8th row from 0, every 8th from 4, every 4th from 2, every 2nd from 1.
  private static final int[] PASS_STARTS = {0, 4, 2, 1};
  private static final int[] PASS_STEPS = {8, 8, 4, 2};

  private final ByteCursor in;
  private final int start;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final boolean interlaced;
  private final int[] colours;
  private final int transparent;
  private final int bitsPerPixel;
  private final byte[] codes;
  private boolean cut;

  /**
   * Reads a frame from behind its separator to the end of its data.
   *
   * @param screenColours used if the frame has no table of its own; empty for none
   * @param transparent the colour that is not drawn, or {@link #NO_TRANSPARENCY}
   */
  GifFrame(ByteCursor in, int[] screenColours, int transparent) throws UnreadableImageException {
    this.in = in;
    start = in.position();
    this.transparent = transparent;
    left = in.u16LittleEndian();
    top = in.u16LittleEndian();
    width = in.u16LittleEndian();
    height = in.u16LittleEndian();
    if (width == 0 || height == 0) {
      throw in.damaged("a frame of " + width + "×" + height, "at least 1×1 pixel");
    }
    int flags = in.u8();
    interlaced = (flags & INTERLACED) != 0;
    int[] own = colourTable(in, flags);
    colours = own.length == 0 ? screenColours : own;
    bitsPerPixel = in.u8();
    if (bitsPerPixel < 1 || bitsPerPixel > 8) {
      throw in.damaged(bitsPerPixel + " bits a pixel", "1 to 8");
    }
    codes = pixelBlocks(in);
  }

  /** The first column to the right of the frame. */
  int right() {
    return left + width;
  }

  /** The first row below the frame. */
  int bottom() {
    return top + height;
  }

  /** Draws the frame on a screen whose rows are {@code stride} pixels long. */
  void drawOn(int[] screen, int stride) throws UnreadableImageException {
    int pixels = width * height;
    byte[] indexes = new byte[pixels];
    // Where an error is said to be.
    in.moveTo(start);
    int decoded = GifLzw.decode(codes, bitsPerPixel, indexes);
    if (decoded < pixels) {
      throw in.damaged(
          "a "
              + (cut ? "truncated" : "damaged")
              + " frame of which "
              + decoded
              + " pixels can be decoded",
          "all " + pixels);
    }
    int from = 0;
    if (interlaced) {
      for (int pass = 0; pass < PASS_STARTS.length; pass++) {
        for (int y = PASS_STARTS[pass]; y < height; y += PASS_STEPS[pass], from += width) {
          drawRow(indexes, from, screen, (top + y) * stride + left);
        }
      }
    } else {
      for (int y = 0; y < height; y++, from += width) {
        drawRow(indexes, from, screen, (top + y) * stride + left);
      }
    }
  }

  private void drawRow(byte[] indexes, int from, int[] screen, int to)
      throws UnreadableImageException {
    for (int x = 0; x < width; x++) {
      int index = indexes[from + x] & 0xFF;
      if (index == transparent) {
        continue;
      }
      if (index >= colours.length) {
        throw in.damaged("a pixel of colour " + index, "a table of " + colours.length + " colours");
      }
      screen[to + x] = colours[index];
    }
  }

  /** Reads the colour table that the flags announce; an empty one if they do not. */
  static int[] colourTable(ByteCursor in, int flags) throws UnreadableImageException {
    int[] table = new int[(flags & HAS_TABLE) == 0 ? 0 : 2 << (flags & 7)];
    for (int i = 0; i < table.length; i++) {
      table[i] = in.u8() << 16 | in.u8() << 8 | in.u8();
    }
    return table;
  }

  /** Reads a chain of sub-blocks and its end mark. */
  static byte[] subBlocks(ByteCursor in) throws UnreadableImageException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length = in.u8(); length != 0; length = in.u8()) {
      all.writeBytes(in.bytes(length));
    }
    return all.toByteArray();
  }

  // Whether what is there suffices shows when it is decoded: the end of the last chain may be cut.
  private byte[] pixelBlocks(ByteCursor in) throws UnreadableImageException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (in.has(1)) {
      int length = in.u8();
      if (length == 0) {
        return all.toByteArray();
      }
      cut = !in.has(length);
      all.writeBytes(in.bytes(cut ? in.left() : length));
    }
    cut = true;
    return all.toByteArray();
  }
}
