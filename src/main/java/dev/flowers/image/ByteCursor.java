package dev.flowers.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Reads forward through the bytes of an image file; going past their end means that the file is
 * cut.
 *
 * <p>Numbers are unsigned. Not thread-safe. The array is neither copied nor changed.
 */
final class ByteCursor {

  private final byte[] bytes;
  private final String name;
  private final ImageFormat format;
  private int position;

  ByteCursor(byte[] bytes, String name, ImageFormat format) {
    this.bytes = bytes;
    this.name = name;
    this.format = format;
  }

  int position() {
    return position;
  }

  /** Goes back or forth to a byte that was read already. */
  void moveTo(int position) {
    this.position = position;
  }

  int u8() throws UnreadableImageException {
    require(1);
    return bytes[position++] & 0xFF;
  }

  int u16BigEndian() throws UnreadableImageException {
    require(2);
    return (u8() << 8) | u8();
  }

  int u16LittleEndian() throws UnreadableImageException {
    require(2);
    return u8() | (u8() << 8);
  }

  long u32BigEndian() throws UnreadableImageException {
    require(4);
    return ((long) u16BigEndian() << 16) | u16BigEndian();
  }

  int u24LittleEndian() throws UnreadableImageException {
    require(3);
    return u16LittleEndian() | u8() << 16;
  }

  long u32LittleEndian() throws UnreadableImageException {
    require(4);
    return u16LittleEndian() | (long) u16LittleEndian() << 16;
  }

  int left() {
    return bytes.length - position;
  }

  /** Whether as many bytes are left. */
  boolean has(long count) {
    return left() >= count;
  }

  String ascii(int count) throws UnreadableImageException {
    require(count);
    String text = new String(bytes, position, count, ISO_8859_1);
    position += count;
    return text;
  }

  byte[] bytes(int count) throws UnreadableImageException {
    require(count);
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  void skip(long count) throws UnreadableImageException {
    require(count);
    position += (int) count;
  }

  /** Steps over bytes up to the next 0xFF, which is left unread. */
  void skipToFf() throws UnreadableImageException {
    int at = position;
    while (at < bytes.length && bytes[at] != (byte) 0xFF) {
      at++;
    }
    position = at;
    require(1);
  }

  UnreadableImageException damaged(String found, String expected) {
    return new UnreadableImageException(
        name, format + " file with " + found + " at byte " + position, expected);
  }

  /** Writes a number of bytes. */
  static String count(long bytes) {
    return bytes + (bytes == 1 ? " byte" : " bytes");
  }

  private void require(long count) throws UnreadableImageException {
    if (!has(count)) {
      throw new UnreadableImageException(
          name,
          "a truncated " + format + " file of " + count(bytes.length),
          "at least " + count(position + count) + " and the format's end mark");
    }
  }
}
