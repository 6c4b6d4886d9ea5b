package dev.flowers.trunk.npy;

/** How a pickle writes bytes. */
public enum Coding {
  /** As they are. */
  PLAIN {
    @Override
    int decode(byte[] text, int from, int to) {
      return symbol(text[from] & 0xff, 1);
    }
  },

  /** As text in UTF-8, a character for each byte: Python 3 in protocols 1 and 2. */
  UTF_8 {
    @Override
    int decode(byte[] text, int from, int to) {
      int lead = text[from];
      if (lead >= 0) {
        return symbol(lead, 1);
      }
      // C2 and C3 lead U+0080 to U+00FF; a character beyond them is no byte.
      if ((lead & 0xfe) == 0xc2 && from + 1 < to && (text[from + 1] & 0xc0) == 0x80) {
        return symbol((lead & 0x03) << 6 | (text[from + 1] & 0x3f), 2);
      }
      return INVALID;
    }
  },

  /** As text in Python's raw-unicode-escape, a character for each byte: Python 3 in protocol 0. */
  RAW_UNICODE_ESCAPE {
    @Override
    int decode(byte[] text, int from, int to) {
      if (text[from] != '\\') {
        return symbol(text[from] & 0xff, 1);
      }
      // Python's pickler escapes the backslash itself, so one starts an escape.
      int digits = from + 1 == to ? 0 : text[from + 1] == 'u' ? 4 : text[from + 1] == 'U' ? 8 : 0;
      long value = digits == 0 ? -1 : hexadecimal(text, from + 2, digits, to);
      return value < 0 || value > Character.MAX_CODE_POINT
          ? INVALID
          : symbol((int) value, 2 + digits);
    }
  },

  /** As the inside of a Python string literal: Python 2 in protocol 0. */
  STRING_ESCAPE {
    @Override
    int decode(byte[] text, int from, int to) {
      if (text[from] != '\\') {
        return symbol(text[from] & 0xff, 1);
      }
      if (from + 1 == to) {
        return INVALID;
      }
      char escape = (char) (text[from + 1] & 0xff);
      if (escape == 'x') {
        long value = hexadecimal(text, from + 2, 2, to);
        return value < 0 ? INVALID : symbol((int) value, 4);
      }
      int named = ESCAPES.indexOf(escape);
      return named < 0 ? INVALID : symbol(ESCAPED.charAt(named), 2);
    }
  };

  /** The most bytes of the file that one character takes: {@code \U0010ffff}. */
  static final int LONGEST = 10;

  /** What {@link #decode} gives for text that Python's pickler does not write. */
  static final int INVALID = -1;

  /** What may follow a backslash in a literal, and what it stands for. */
  private static final String ESCAPES = "\\'\"abfnrtv";

  private static final String ESCAPED = "\\'\"\u0007\b\f\n\r\t\u000b";

  private static final int SIZE_BITS = 4;

  /**
   * Decodes one character.
   *
   * @param text holds all of the character, unless it ends too early
   * @param from where the character starts
   * @param to where the text ends, after {@code from}
   * @return the character, as {@link #character} and {@link #size} read it, or {@link #INVALID}
   */
  abstract int decode(byte[] text, int from, int to);

  /** The code point that was decoded; a byte's value, where the text stands for bytes. */
  static int character(int decoded) {
    return decoded >> SIZE_BITS;
  }

  /** How many bytes of the text the character took. */
  static int size(int decoded) {
    return decoded & (1 << SIZE_BITS) - 1;
  }

  private static int symbol(int character, int size) {
    return character << SIZE_BITS | size;
  }

  /** The value of so many hexadecimal digits; negative when they are not there. */
  private static long hexadecimal(byte[] text, int from, int digits, int to) {
    if (to - from < digits) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text[i] & 0xff, 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
