package dev.flowers.trunk.npy;

import dev.flowers.trunk.npy.PickleValue.Bytes;
import dev.flowers.trunk.npy.PickleValue.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes of a file read forwards through a small window. Each read is checked against the file's
 * end first, so a length that lies costs nothing. Long texts and bytes are passed over: they stay
 * in the file.
 */
final class PickleSource {
  private static final int WINDOW = 8192;

  /** Names are short; what is longer is not loaded. */
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

  /** Whether a pickle of protocol 2 or newer comes next; nothing moves. */
  boolean startsWithPickle() throws IOException {
    if (size - position < 2) {
      return false;
    }
    byte[] start = reread(position, 2);
    return start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
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

  /** A double, its most significant byte first. */
  double f8(String what) throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(i8(what)));
  }

  /** Bytes as they are. */
  Bytes bytes(long length, String what) throws IOException {
    Span span = new Span(position, length, Coding.PLAIN);
    if (length <= LONGEST_TEXT && length >= 0) {
      return new Bytes(span, Optional.of(latin1(raw((int) length, what))));
    }
    pass(length, what);
    return new Bytes(span, Optional.empty());
  }

  /** Text in UTF-8. */
  Text text(long length, String what) throws IOException {
    Span span = new Span(position, length, Coding.UTF_8);
    if (length <= LONGEST_TEXT && length >= 0) {
      String value = new String(raw((int) length, what), StandardCharsets.UTF_8);
      return new Text(span, Optional.of(value));
    }
    pass(length, what);
    return new Text(span, Optional.empty());
  }

  /** A line of text in raw-unicode-escape. */
  Text textLine(String what) throws IOException {
    Span span = lineSpan(Coding.RAW_UNICODE_ESCAPE, what);
    return new Text(span, decoded(span, what));
  }

  /** A line with a Python string literal. */
  Bytes literalLine(String what) throws IOException {
    Span line = lineSpan(Coding.STRING_ESCAPE, what);
    byte[] quotes = new byte[2];
    if (line.length() >= 2) {
      quotes[0] = reread(line.offset(), 1)[0];
      quotes[1] = reread(line.offset() + line.length() - 1, 1)[0];
    }
    if (quotes[0] != quotes[1] || (quotes[0] != '\'' && quotes[0] != '"')) {
      throw new MalformedNpyException(
          line.offset(), "found " + what + " without quotes, expected a Python string literal");
    }
    Span span = new Span(line.offset() + 1, line.length() - 2, line.coding());
    return new Bytes(span, decoded(span, what));
  }

  /** Characters up to the next line feed, which is passed over: at most 255 of them. */
  String line(String what) throws IOException {
    Span span = lineSpan(Coding.PLAIN, what);
    if (span.length() > LONGEST_TEXT) {
      throw new MalformedNpyException(
          span.offset(),
          "found "
              + what
              + " of "
              + span.length()
              + " bytes, expected a line of at most "
              + LONGEST_TEXT);
    }
    return latin1(reread(span.offset(), (int) span.length()));
  }

  byte[] raw(int length, String what) throws IOException {
    require(length, what);
    byte[] bytes = new byte[length];
    window.get(bytes);
    position += length;
    return bytes;
  }

  private Span lineSpan(Coding coding, String what) throws IOException {
    long start = position;
    while (u1(what) != '\n') {
      while (window.hasRemaining() && window.get(window.position()) != '\n') {
        window.get();
        position++;
      }
    }
    return new Span(start, position - 1 - start, coding);
  }

  private Optional<String> decoded(Span span, String what) throws IOException {
    if (span.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    byte[] text = reread(span.offset(), (int) span.length());
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < text.length; ) {
      int symbol = span.coding().decode(text, i, text.length);
      if (symbol == Coding.INVALID) {
        throw new MalformedNpyException(
            span.offset() + i,
            "found " + what + " with an escape that is damaged, expected Python's");
      }
      value.appendCodePoint(Coding.character(symbol));
      i += Coding.size(symbol);
    }
    return Optional.of(value.toString());
  }

  /** Bytes that were passed over; nothing moves. */
  private byte[] reread(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer target = ByteBuffer.wrap(bytes);
    StoredBytes.of(channel, new Span(offset, length, Coding.PLAIN)).read(0, target);
    return bytes;
  }

  private void pass(long length, String what) throws MalformedNpyException {
    checkFits(length, what);
    position += length;
    window.limit(0);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
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
            position,
            "found the file's end, expected " + what + ": it was cut after it was opened");
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
              + " more bytes, expected "
              + what
              + " of "
              + length
              + ": the file is truncated or damaged");
    }
  }
}
