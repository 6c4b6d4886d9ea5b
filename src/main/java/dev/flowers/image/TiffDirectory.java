package dev.flowers.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF or BigTIFF structure, of either byte order.
 *
 * <p>Reading never fails: what is cut or senseless is not there, and {@link #isWhole} says so.
 */
final class TiffDirectory {

  private static final int NO_LENGTH = 0;
  // The bytes of a value of each type, from BYTE to DOUBLE, IFD, two that are free, and BigTIFF's.
  private static final int[] LENGTHS = {
    NO_LENGTH, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, NO_LENGTH, NO_LENGTH, 8, 8, 8
  };

  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int SBYTE = 6;
  private static final int UNDEFINED = 7;
  private static final int SSHORT = 8;
  private static final int SLONG = 9;
  private static final int IFD = 13;
  private static final int LONG8 = 16;
  private static final int SLONG8 = 17;
  private static final int IFD8 = 18;

  private static final int BIG_TIFF = 43;
  private static final int MAX_ENTRIES = 65_535;

  private final ByteBuffer in;
  private final Map<Integer, Field> fields = new HashMap<>();
  private boolean whole;

  /**
   * An entry of the directory.
   *
   * @param at where its first value is
   */
  private record Field(int type, long count, long at) {}

  private TiffDirectory(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads the first directory.
   *
   * @param tiff from the byte order mark on; neither it nor its position is changed
   */
  static TiffDirectory first(ByteBuffer tiff) {
    TiffDirectory directory = new TiffDirectory(tiff.slice());
    directory.whole = directory.readEntries();
    return directory;
  }

  /** Whether all entries could be read; where their values lie is not looked at. */
  boolean isWhole() {
    return whole;
  }

  /** The byte order of every number in the structure. */
  ByteOrder order() {
    return in.order();
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /**
   * The values of a field, at most {@code most} of them; none if the field is missing, is not of
   * integers, or lies beyond the end.
   */
  long[] integers(int tag, int most) {
    Field field = fields.get(tag);
    if (field == null || !isInteger(field.type)) {
      return new long[0];
    }
    int length = LENGTHS[field.type];
    int count = (int) Math.min(field.count, most);
    if (!isInside(field.at, (long) count * length)) {
      return new long[0];
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = integer(field.type, (int) field.at + i * length);
    }
    return values;
  }

  /**
   * The first value of a field.
   *
   * @param absent the value if there is no such field
   * @param name of the file
   * @throws UnreadableImageException if there is one, but no value of it
   */
  int first(int tag, int absent, String name) throws UnreadableImageException {
    if (!has(tag)) {
      return absent;
    }
    return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, present(tag, 1, name)[0]));
  }

  /**
   * The values of a field, at least one, at most {@code most}.
   *
   * @param name of the file
   * @throws UnreadableImageException if there is none
   */
  long[] present(int tag, int most, String name) throws UnreadableImageException {
    long[] values = integers(tag, most);
    if (values.length == 0) {
      throw new UnreadableImageException(
          name,
          "a truncated or damaged TIFF file without values of field " + tag,
          "whole numbers inside the file");
    }
    return values;
  }

  /** The bytes of a field of type UNDEFINED or BYTE; none if it is of another or beyond the end. */
  byte[] bytes(int tag) {
    Field field = fields.get(tag);
    if (field == null
        || (field.type != UNDEFINED && field.type != BYTE)
        || !isInside(field.at, field.count)) {
      return new byte[0];
    }
    byte[] bytes = new byte[(int) field.count];
    in.get((int) field.at, bytes);
    return bytes;
  }

  private boolean readEntries() {
    if (in.limit() < 8) {
      return false;
    }
    switch (in.getShort(0)) {
      case 0x4949 -> in.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4D4D -> in.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return false;
      }
    }
    boolean big = in.getShort(2) == BIG_TIFF;
    if (big && in.limit() < 16) {
      return false;
    }
    long at = big ? in.getLong(8) : Integer.toUnsignedLong(in.getInt(4));
    if (!isInside(at, big ? 8 : 2)) {
      return false;
    }
    long entries = big ? in.getLong((int) at) : Short.toUnsignedInt(in.getShort((int) at));
    if (entries < 0 || entries > MAX_ENTRIES) {
      return false;
    }
    at += big ? 8 : 2;
    int entryLength = big ? 20 : 12;
    for (long i = 0; i < entries; i++, at += entryLength) {
      if (!isInside(at, entryLength)) {
        return false;
      }
      readEntry((int) at, big);
    }
    return true;
  }

  private void readEntry(int at, boolean big) {
    int type = Short.toUnsignedInt(in.getShort(at + 2));
    if (type >= LENGTHS.length) {
      type = 0;
    }
    long count = big ? in.getLong(at + 4) : Integer.toUnsignedLong(in.getInt(at + 4));
    if (count < 0 || count > Integer.MAX_VALUE) {
      type = 0;
      count = 0;
    }
    int inline = at + (big ? 12 : 8);
    long values = inline;
    if (count * LENGTHS[type] > (big ? 8 : 4)) {
      values = big ? in.getLong(inline) : Integer.toUnsignedLong(in.getInt(inline));
    }
    fields.putIfAbsent(Short.toUnsignedInt(in.getShort(at)), new Field(type, count, values));
  }

  private boolean isInside(long at, long length) {
    return at >= 0 && at <= in.limit() - length;
  }

  private static boolean isInteger(int type) {
    return switch (type) {
      case BYTE, SHORT, LONG, SBYTE, SSHORT, SLONG, IFD, LONG8, SLONG8, IFD8 -> true;
      default -> false;
    };
  }

  private long integer(int type, int at) {
    return switch (type) {
      case BYTE -> Byte.toUnsignedLong(in.get(at));
      case SBYTE -> in.get(at);
      case SHORT -> Short.toUnsignedLong(in.getShort(at));
      case SSHORT -> in.getShort(at);
      case LONG, IFD -> Integer.toUnsignedLong(in.getInt(at));
      case SLONG -> in.getInt(at);
      default -> in.getLong(at);
    };
  }
}
