package dev.flowers.trunk.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;

/**
 * Bytes that a pickle holds, read from any place among them without loading the others.
 *
 * <p>Where the pickle has them as text, the text is decoded once to find its size, and the place of
 * every 4096th byte is noted. Reads may come from several threads. The channel stays the caller's.
 */
public final class StoredBytes {
  private static final int INTERVAL = 4096;

  /** Bounds the heap for texts of any length. */
  private static final int MOST_PLACES = 1 << 20;

  private static final int SMALLEST_WINDOW = 1 << 13;
  private static final int LARGEST_WINDOW = 1 << 16;

  private final FileChannel channel;
  private final Span span;
  private final long size;
  private final long interval;

  /** Where each interval starts in the file; empty where every place can be computed. */
  private final long[] places;

  private StoredBytes(FileChannel channel, Span span, long size, long interval, long[] places) {
    this.channel = channel;
    this.span = span;
    this.size = size;
    this.interval = interval;
    this.places = places;
  }

  /**
   * Finds the bytes. Text is read through, from its beginning to its end.
   *
   * @param channel the file, open for reading; its position is not used and not moved
   * @throws MalformedNpyException when the text has a character that stands for no byte
   * @throws IOException when reading fails
   */
  public static StoredBytes of(FileChannel channel, Span span) throws IOException {
    if (span.coding() == Coding.PLAIN) {
      return new StoredBytes(channel, span, span.length(), INTERVAL, new long[0]);
    }
    long interval = Math.max(INTERVAL, span.length() / MOST_PLACES + 1);
    // No character is shorter than a byte.
    long[] places = new long[(int) (span.length() / interval + 1)];
    Decoder decoder = new Decoder(channel, span, span.offset(), LARGEST_WINDOW);
    long size = 0;
    while (decoder.more()) {
      if (size % interval == 0) {
        places[(int) (size / interval)] = decoder.position();
      }
      decoder.next();
      size++;
    }
    return new StoredBytes(channel, span, size, interval, places);
  }

  /** How many bytes there are. */
  public long size() {
    return size;
  }

  /**
   * Fills {@code target} with bytes, from {@code start} on.
   *
   * @throws IndexOutOfBoundsException when there are not so many
   * @throws MalformedNpyException when the file was changed since it was opened
   * @throws IOException when reading fails
   */
  public void read(long start, ByteBuffer target) throws IOException {
    if (start < 0 || start > size - target.remaining()) {
      throw new IndexOutOfBoundsException(
          "found " + start + " + " + target.remaining() + ", expected at most " + size);
    }
    if (span.coding() == Coding.PLAIN) {
      readPlain(channel, span.offset() + start, target);
      return;
    }
    if (!target.hasRemaining()) {
      return;
    }
    long skipped = start % interval;
    int window = (int) Math.min(LARGEST_WINDOW, skipped + target.remaining());
    Decoder decoder =
        new Decoder(
            channel, span, places[(int) (start / interval)], Math.max(SMALLEST_WINDOW, window));
    while (skipped-- > 0) {
      decoder.next();
    }
    while (target.hasRemaining()) {
      target.put(decoder.next());
    }
  }

  private static void readPlain(FileChannel channel, long from, ByteBuffer target)
      throws IOException {
    long at = from;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw new MalformedNpyException(
            at, "found the file's end, expected more: it was cut while it was open");
      }
      at += count;
    }
  }

  /** Decodes text forwards. */
  private static final class Decoder {
    private final FileChannel channel;
    private final Coding coding;
    private final long end;
    private final byte[] window;
    private long windowStart;
    private int at;
    private int limit;

    Decoder(FileChannel channel, Span span, long from, int windowSize) {
      this.channel = channel;
      this.coding = span.coding();
      this.end = span.offset() + span.length();
      this.window = new byte[(int) Math.min(windowSize, end - from)];
      this.windowStart = from;
    }

    long position() {
      return windowStart + at;
    }

    boolean more() {
      return position() < end;
    }

    byte next() throws IOException {
      if (limit - at < Coding.LONGEST && windowStart + limit < end) {
        fill();
      }
      // Half of a tensor's bytes are their own text in every coding.
      if (at < limit && window[at] >= 0 && window[at] != '\\') {
        return window[at++];
      }
      int decoded = at < limit ? coding.decode(window, at, limit) : Coding.INVALID;
      int character = Coding.character(decoded);
      if (decoded == Coding.INVALID || character > 0xff) {
        throw new MalformedNpyException(
            position(),
            "found "
                + (decoded == Coding.INVALID
                    ? "text that is not in Python's " + coding.toString().toLowerCase(Locale.ROOT)
                    : "the character " + character)
                + " where text stands for bytes, expected characters from 0 to 255");
      }
      at += Coding.size(decoded);
      return (byte) character;
    }

    private void fill() throws IOException {
      windowStart += at;
      at = 0;
      limit = (int) Math.min(window.length, end - windowStart);
      readPlain(channel, windowStart, ByteBuffer.wrap(window, 0, limit));
    }
  }
}
