package dev.flowers.image;

/**
 * The compression of GIF.
 *
 * <p>Not left to the JDK's codec, which passes a frame whose data end early without a word.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a specification, appendix
 *     F</a>
 */
final class GifLzw {

  private static final int MAX_BITS = 12;
  private static final int MAX_CODES = 1 << MAX_BITS;

  private final byte[] in;
  private long buffer;
  private int buffered;
  private int position;

  // A code stands for the pixels of its prefix and one more.
  private final int[] prefix = new int[MAX_CODES];
  private final int[] length = new int[MAX_CODES];
  private final byte[] first = new byte[MAX_CODES];
  private final byte[] last = new byte[MAX_CODES];

  private GifLzw(byte[] in) {
    this.in = in;
  }

  /**
   * Decodes until {@code out} is full or the data end, by their end mark or by damage.
   *
   * @param bitsPerPixel 1 to 8
   * @return how many pixels were decoded
   */
  static int decode(byte[] in, int bitsPerPixel, byte[] out) {
    return new GifLzw(in).decode(bitsPerPixel, out);
  }

  private int decode(int bitsPerPixel, byte[] out) {
    int clear = 1 << bitsPerPixel;
    int end = clear + 1;
    for (int code = 0; code < clear; code++) {
      length[code] = 1;
      first[code] = (byte) code;
      last[code] = (byte) code;
    }
    int bits = bitsPerPixel + 1;
    int next = clear + 2;
    int previous = -1;
    int done = 0;
    while (done < out.length) {
      int code = read(bits);
      if (code == clear) {
        bits = bitsPerPixel + 1;
        next = clear + 2;
        previous = -1;
        continue;
      }
      boolean known = code < clear || (code > end && code < next && previous >= 0);
      boolean justMade = code == next && previous >= 0 && next < MAX_CODES;
      if (code < 0 || !(known || justMade)) {
        return done;
      }
      if (previous >= 0 && next < MAX_CODES) {
        prefix[next] = previous;
        length[next] = length[previous] + 1;
        first[next] = first[previous];
        last[next] = first[known ? code : previous];
        next++;
        // A full table stays as it is, at twelve bits, until the next clear code.
        if (next == 1 << bits && bits < MAX_BITS) {
          bits++;
        }
      }
      done = write(code, out, done);
      previous = code;
    }
    return done;
  }

  private int write(int code, byte[] out, int from) {
    int end = from + length[code];
    for (int at = end - 1, rest = code; at >= from; at--, rest = prefix[rest]) {
      if (at < out.length) {
        out[at] = last[rest];
      }
    }
    return Math.min(end, out.length);
  }

  /** The next code, lowest bits first, or -1 at the end of the data. */
  private int read(int bits) {
    while (buffered < bits) {
      if (position == in.length) {
        return -1;
      }
      buffer |= (in[position++] & 0xFFL) << buffered;
      buffered += 8;
    }
    int code = (int) (buffer & ((1 << bits) - 1));
    buffer >>>= bits;
    buffered -= bits;
    return code;
  }
}
