package dev.flowers.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How the blocks of a TIFF are compressed. Decoders fill as much of the output as they can. */
enum TiffCompression {
  NONE(1) {
    @Override
    int decode(byte[] block, byte[] out) {
      int length = Math.min(block.length, out.length);
      System.arraycopy(block, 0, out, 0, length);
      return length;
    }
  },
  CCITT_RLE(2),
  CCITT_T4(3),
  CCITT_T6(4),
  LZW(5) {
    @Override
    int decode(byte[] block, byte[] out) {
      return TiffLzw.decode(block, out);
    }
  },
  JPEG(7),
  DEFLATE(8) {
    @Override
    int decode(byte[] block, byte[] out) {
      return inflate(block, out);
    }
  },
  OLD_DEFLATE(32_946) {
    @Override
    int decode(byte[] block, byte[] out) {
      return inflate(block, out);
    }
  },
  PACK_BITS(32_773) {
    @Override
    int decode(byte[] block, byte[] out) {
      return unpackBits(block, out);
    }
  };

  private final int code;

  TiffCompression(int code) {
    this.code = code;
  }

  /**
   * The compression that a directory names.
   *
   * @throws UnreadableImageException if it is another
   */
  static TiffCompression of(TiffDirectory directory, String name) throws UnreadableImageException {
    int code = directory.first(TiffTag.COMPRESSION, NONE.code, name);
    for (TiffCompression compression : values()) {
      if (compression.code == code) {
        return compression;
      }
    }
    throw new UnreadableImageException(
        name,
        "a TIFF file with compression " + code + described(code),
        "none, LZW, Deflate, PackBits, JPEG or CCITT; convert it to JPEG or PNG");
  }

  /** The number that a directory has for it. */
  int code() {
    return code;
  }

  /** Whether it is one of those for black and white. */
  boolean isFax() {
    return this == CCITT_RLE || this == CCITT_T4 || this == CCITT_T6;
  }

  /** Whether a predictor may have been applied before it. */
  boolean hasPredictor() {
    return this == LZW || this == DEFLATE || this == OLD_DEFLATE;
  }

  /**
   * Decodes a block, until the output is full or the block ends, by an end mark or by damage.
   *
   * @return how many bytes were written
   */
  int decode(byte[] block, byte[] out) {
    throw new IllegalStateException(this + " is not a compression of bytes");
  }

  private static int inflate(byte[] block, byte[] out) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(block);
      int done = 0;
      while (done < out.length) {
        int count = inflater.inflate(out, done, out.length - done);
        if (count == 0) {
          break;
        }
        done += count;
      }
      return done;
    } catch (DataFormatException e) {
      return (int) inflater.getBytesWritten();
    } finally {
      inflater.end();
    }
  }

  private static int unpackBits(byte[] block, byte[] out) {
    int done = 0;
    int at = 0;
    while (done < out.length && at < block.length) {
      int control = block[at++];
      int count = control >= 0 ? control + 1 : 1 - control;
      if (control == -128) { // no operation
        continue;
      }
      int most = Math.min(count, out.length - done);
      if (control >= 0) {
        most = Math.min(most, block.length - at);
        System.arraycopy(block, at, out, done, most);
        at += count;
      } else if (at < block.length) {
        Arrays.fill(out, done, done + most, block[at++]);
      } else {
        return done;
      }
      done += most;
    }
    return done;
  }

  private static String described(int code) {
    return switch (code) {
      case 6 -> " (old-style JPEG)";
      case 34_712 -> " (JPEG 2000)";
      case 34_925 -> " (LZMA)";
      case 50_000 -> " (Zstandard)";
      case 50_001 -> " (WebP)";
      case 52_546 -> " (JPEG XL)";
      default -> "";
    };
  }
}
