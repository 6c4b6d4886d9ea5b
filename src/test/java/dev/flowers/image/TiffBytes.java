package dev.flowers.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes TIFF files, field by field. */
final class TiffBytes {

  static final int BYTE = 1;
  static final int SHORT = 3;
  static final int LONG = 4;
  static final int UNDEFINED = 7;

  private record Field(int type, List<Long> values) {}

  private final ByteOrder order;
  private final Map<Integer, Field> fields = new TreeMap<>();
  private boolean big;

  TiffBytes(ByteOrder order) {
    this.order = order;
  }

  /** A file of one strip with little-endian numbers. */
  static TiffBytes image(int width, int height, int photometric, int samples, int bits) {
    return image(ByteOrder.LITTLE_ENDIAN, width, height, photometric, samples, bits);
  }

  static TiffBytes image(
      ByteOrder order, int width, int height, int photometric, int samples, int bits) {
    long[] everyBits = new long[samples];
    Arrays.fill(everyBits, bits);
    return new TiffBytes(order)
        .field(TiffTag.IMAGE_WIDTH, LONG, width)
        .field(TiffTag.IMAGE_LENGTH, LONG, height)
        .field(TiffTag.BITS_PER_SAMPLE, SHORT, everyBits)
        .field(TiffTag.PHOTOMETRIC, SHORT, photometric)
        .field(TiffTag.SAMPLES_PER_PIXEL, SHORT, samples);
  }

  TiffBytes field(int tag, int type, long... values) {
    fields.put(tag, new Field(type, Arrays.stream(values).boxed().toList()));
    return this;
  }

  TiffBytes big() {
    big = true;
    return this;
  }

  /** Ends a file of strips. */
  byte[] strips(byte[]... strips) {
    return blocks(TiffTag.STRIP_OFFSETS, TiffTag.STRIP_BYTE_COUNTS, strips);
  }

  /** Ends a file of tiles. */
  byte[] tiles(byte[]... tiles) {
    return blocks(TiffTag.TILE_OFFSETS, TiffTag.TILE_BYTE_COUNTS, tiles);
  }

  private byte[] blocks(int offsetsTag, int countsTag, byte[]... blocks) {
    long[] offsets = new long[blocks.length];
    long[] counts = new long[blocks.length];
    int at = big ? 16 : 8;
    for (int i = 0; i < blocks.length; i++) {
      offsets[i] = at;
      counts[i] = blocks[i].length;
      at += blocks[i].length;
    }
    field(offsetsTag, LONG, offsets).field(countsTag, LONG, counts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(big ? 16 : 8).order(order);
    header.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4D4D : 0x4949));
    if (big) {
      header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(at);
    } else {
      header.putShort((short) 42).putInt(at);
    }
    out.writeBytes(header.array());
    for (byte[] block : blocks) {
      out.writeBytes(block);
    }
    out.writeBytes(directory(at));
    return out.toByteArray();
  }

  private byte[] directory(int at) {
    int inline = big ? 8 : 4;
    int length = (big ? 16 : 6) + fields.size() * (big ? 20 : 12);
    ByteBuffer entries = ByteBuffer.allocate(length).order(order);
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    if (big) {
      entries.putLong(fields.size());
    } else {
      entries.putShort((short) fields.size());
    }
    fields.forEach(
        (tag, field) -> {
          byte[] values = bytes(field);
          entries.putShort((short) (int) tag).putShort((short) field.type);
          ByteBuffer place = ByteBuffer.allocate(inline).order(order);
          if (values.length <= inline) {
            place.put(values);
          } else if (big) {
            place.putLong(at + length + behind.size());
            behind.writeBytes(values);
          } else {
            place.putInt(at + length + behind.size());
            behind.writeBytes(values);
          }
          if (big) {
            entries.putLong(field.values.size());
          } else {
            entries.putInt(field.values.size());
          }
          entries.put(place.array());
        });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(entries.array());
    out.writeBytes(behind.toByteArray());
    return out.toByteArray();
  }

  private byte[] bytes(Field field) {
    int each = field.type == LONG ? 4 : field.type == SHORT ? 2 : 1;
    ByteBuffer bytes = ByteBuffer.allocate(each * field.values.size()).order(order);
    for (long value : field.values) {
      switch (each) {
        case 4 -> bytes.putInt((int) value);
        case 2 -> bytes.putShort((short) value);
        default -> bytes.put((byte) value);
      }
    }
    return bytes.array();
  }

  /** Bytes of the low eight bits. */
  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
