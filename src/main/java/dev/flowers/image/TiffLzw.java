package dev.flowers.image;

/**
 * The LZW compression of TIFF: codes of 9 to 12 bits, highest bit first, the width changing one
 * code early.
 *
 * <p>Not left to the JDK's codec, which passes a strip whose data end early without a word.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0, section
 *     13</a>
 */
final class TiffLzw {

  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST_FREE = 258;
  private static final int MIN_BITS = 9;
  private static final int MAX_BITS = 12;

  private TiffLzw() {}

  /**
   * Decodes until {@code out} is full or the data end, by their end mark or by damage.
   *
   * @return how many bytes were decoded
   */
  static int decode(byte[] in, byte[] out) {
    // A code stands for bytes that were written before: from its start on, that many.
    int[] start = new int[1 << MAX_BITS];
    int[] length = new int[1 << MAX_BITS];
    int bits = MIN_BITS;
    int next = FIRST_FREE;
    boolean first = true;
    int previousAt = 0;
    int previousLength = 0;
    long at = 0;
    int done = 0;
    while (done < out.length && at + bits <= 8L * in.length) {
      int code = read(in, at, bits);
      at += bits;
      if (code == CLEAR) {
        bits = MIN_BITS;
        next = FIRST_FREE;
        first = true;
        continue;
      }
      if (code == END) {
        return done;
      }
      if (!first && next < start.length) {
        // The previous string and the first byte of this one stand side by side in the output.
        start[next] = previousAt;
        length[next] = previousLength + 1;
        next++;
      }
      int from = done;
      if (code < CLEAR) {
        out[done++] = (byte) code;
      } else if (code < next && !first) {
        int end = Math.min(out.length, done + length[code]);
        for (int source = start[code]; done < end; ) {
          out[done++] = out[source++];
        }
      } else {
        return done;
      }
      previousAt = from;
      previousLength = done - from;
      first = false;
      if (next + 1 >= 1 << bits && bits < MAX_BITS) {
        bits++;
      }
    }
    return done;
  }

  private static int read(byte[] in, long at, int bits) {
    int octet = (int) (at >> 3);
    int window = 0;
    for (int i = 0; i < 3; i++) {
      window = (window << 8) | (octet + i < in.length ? in[octet + i] & 0xFF : 0);
    }
    return window >> (24 - bits - (int) (at & 7)) & ((1 << bits) - 1);
  }
}
