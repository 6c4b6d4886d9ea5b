package dev.flowers.image;

/** The run-length encoding of BMP. */
final class BmpRuns {

  private static final int ESCAPE = 0;
  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private final ByteCursor in;
  private final int bits;
  private final int width;
  private final byte[] out;
  private int x;
  private int row;

  private BmpRuns(ByteCursor in, int bits, int width, byte[] out) {
    this.in = in;
    this.bits = bits;
    this.width = width;
    this.out = out;
  }

  /**
   * Decodes to one byte a pixel; what the data pass over has index 0.
   *
   * @param in at the first run
   * @param bits 4 or 8
   * @param out rows in the order of the file, as many as fit
   * @throws UnreadableImageException if the data end before the last pixel, without an end mark
   */
  static void decode(ByteCursor in, int bits, int width, byte[] out)
      throws UnreadableImageException {
    new BmpRuns(in, bits, width, out).decode(out.length / width);
  }

  private void decode(int height) throws UnreadableImageException {
    while (row < height && !(row == height - 1 && x >= width)) {
      int count = in.u8();
      int value = in.u8();
      if (count != ESCAPE) {
        for (int i = 0; i < count; i++) {
          put(bits == 8 ? value : nibble(value, i));
        }
      } else if (value == END_OF_PICTURE) {
        return;
      } else if (value == END_OF_ROW) {
        x = 0;
        row++;
      } else if (value == MOVE) {
        x = Math.min(width, x + in.u8());
        row += in.u8();
      } else {
        copy(value);
      }
    }
  }

  // Pixels as they are, filled up to an even number of bytes.
  private void copy(int count) throws UnreadableImageException {
    int length = bits == 8 ? count : (count + 1) / 2;
    for (int i = 0, pair = 0; i < count; i++) {
      if (bits == 8) {
        put(in.u8());
      } else {
        pair = i % 2 == 0 ? in.u8() : pair;
        put(nibble(pair, i));
      }
    }
    in.skip(length % 2);
  }

  private static int nibble(int pair, int i) {
    return i % 2 == 0 ? pair >> 4 : pair & 0xF;
  }

  // A run that is longer than its row does not go on in the next.
  private void put(int index) {
    if (x < width) {
      out[row * width + x++] = (byte) index;
    }
  }
}
