package dev.flowers.trunk.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a file read forwards through a small window. Each read is checked against the file's
 * end first, so a length that lies costs nothing.
 */
final class PickleSource {
  private static final int WINDOW = 8192;
  private static final int LONGEST_TEXT = 255;

  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window =
      ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long position;

  PickleSource(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  long position() {
    return position;
  }

  long size() {
    return size;
  }

  int u1(String what) throws IOException {
    require(1, what);
    position += 1;
    return Byte.toUnsignedInt(window.get());
  }

  int u2(String what) throws IOException {
    require(2, what);
    position += 2;
    return Short.toUnsignedInt(window.getShort());
  }

  int i4(String what) throws IOException {
    require(4, what);
    position += 4;
    return window.getInt();
  }

  long u4(String what) throws IOException {
    return Integer.toUnsignedLong(i4(what));
  }

  long i8(String what) throws IOException {
    require(8, what);
    position += 8;
    return window.getLong();
  }

  /** Passes over {@code length} bytes that stay in the file. */
  PickleValue.Bytes bytes(long length, String what) throws IOException {
    long start = position;
    if (length <= LONGEST_TEXT && length >= 0) {
      String latin1 = new String(raw((int) length, what), StandardCharsets.ISO_8859_1);
      return new PickleValue.Bytes(start, length, latin1);
    }
    checkFits(length, what);
    position += length;
    window.limit(0);
    return new PickleValue.Bytes(start, length, "");
  }

  byte[] raw(int length, String what) throws IOException {
    require(length, what);
    byte[] bytes = new byte[length];
    window.get(bytes);
    position += length;
    return bytes;
  }

  /** A string of at most 255 bytes in UTF-8: here text is for names alone. */
  String text(long length, String what) throws IOException {
    if (length > LONGEST_TEXT) {
      throw new MalformedNpyException(
          position, what + " of " + length + " bytes; expected a name of at most " + LONGEST_TEXT);
    }
    return new String(raw((int) length, what), StandardCharsets.UTF_8);
  }

  /** Characters up to the next line feed, which is passed over. */
  String line(String what) throws IOException {
    long start = position;
    StringBuilder line = new StringBuilder();
    for (int c = u1(what); c != '\n'; c = u1(what)) {
      if (line.length() == LONGEST_TEXT) {
        throw new MalformedNpyException(
            start, what + " without an end; expected a line of at most " + LONGEST_TEXT + " bytes");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /** The text with everything but printable ASCII replaced, so that a message cannot be forged. */
  static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private void require(int length, String what) throws IOException {
    if (window.remaining() >= length) {
      return;
    }
    checkFits(length, what);
    window.clear();
    while (window.position() < length) {
      if (channel.read(window, position + window.position()) < 0) {
        throw new MalformedNpyException(
            position, "the file ended while " + what + " was read; it was cut after it was opened");
      }
    }
    window.flip();
  }

  private void checkFits(long length, String what) throws MalformedNpyException {
    if (length < 0 || length > size - position) {
      throw new MalformedNpyException(
          position,
          "found the file's end after "
              + (size - position)
              + " more bytes; expected "
              + what
              + " of "
              + length
              + ": the file is truncated or damaged");
    }
  }
}
