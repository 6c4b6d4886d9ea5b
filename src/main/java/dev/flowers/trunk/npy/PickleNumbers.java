package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Flag;
import dev.flowers.trunk.npy.PickleValue.Plain;
import dev.flowers.trunk.npy.PickleValue.Real;
import dev.flowers.trunk.npy.PickleValue.Whole;
import java.io.IOException;
import java.math.BigInteger;

/** The numbers of a pickle that are not written in a fixed number of bytes. */
final class PickleNumbers {
  /** Python's own number of that size has 600 digits; nobody's weights have one. */
  private static final int LONGEST = 255;

  private PickleNumbers() {}

  /** INT: decimal digits in a line, or one of {@code 00} and {@code 01}, which are truth values. */
  static PickleValue integerLine(PickleSource source, long offset) throws IOException {
    String line = source.line("a number");
    return switch (line) {
      case "00" -> new Flag(false);
      case "01" -> new Flag(true);
      default -> whole(line, offset);
    };
  }

  /** LONG: decimal digits in a line, ended by an L. */
  static PickleValue longLine(PickleSource source, long offset) throws IOException {
    String line = source.line("a number");
    return whole(line.endsWith("L") ? line.substring(0, line.length() - 1) : line, offset);
  }

  /** FLOAT: what Python prints of a number, in a line. */
  static PickleValue realLine(PickleSource source, long offset) throws IOException {
    String line = source.line("a number");
    // Java's parser takes forms that are not Python's: 0x1p3, 1f.
    if (line.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      return new Real(Double.parseDouble(line));
    }
    return switch (line) {
      case "nan", "-nan" -> new Real(Double.NaN);
      case "inf" -> new Real(Double.POSITIVE_INFINITY);
      case "-inf" -> new Real(Double.NEGATIVE_INFINITY);
      default -> throw notANumber(line, offset);
    };
  }

  /** LONG1 and LONG4: little-endian two's complement of a written length. */
  static PickleValue twosComplement(PickleSource source, long length, long offset)
      throws IOException {
    if (length < 0 || length > LONGEST) {
      throw new MalformedNpyException(
          offset, "found a number of " + length + " bytes, expected at most " + LONGEST);
    }
    byte[] bytes = source.raw((int) length, "a number");
    if (bytes.length > Long.BYTES) {
      return new Plain("a number of " + length + " bytes");
    }
    long value = length > 0 && bytes[bytes.length - 1] < 0 ? -1 : 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(bytes[i]);
    }
    return new Whole(value);
  }

  /** GET and PUT: where in the memo. */
  static long memoLine(PickleSource source, long offset) throws IOException {
    String line = source.line("a memo index");
    if (line.matches("\\d{1,18}")) {
      return Long.parseLong(line);
    }
    throw notANumber(line, offset);
  }

  private static PickleValue whole(String digits, long offset) throws MalformedNpyException {
    if (!digits.matches("[+-]?\\d+")) {
      throw notANumber(digits, offset);
    }
    BigInteger value = new BigInteger(digits);
    return value.bitLength() < Long.SIZE
        ? new Whole(value.longValueExact())
        : new Plain("a number of " + digits.length() + " digits");
  }

  private static MalformedNpyException notANumber(String line, long offset) {
    return new MalformedNpyException(
        offset, "found '" + PickleValue.printable(line) + "', expected a number in decimal digits");
  }
}
