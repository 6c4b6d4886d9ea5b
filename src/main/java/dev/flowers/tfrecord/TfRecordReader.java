package dev.flowers.tfrecord;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads a record file from its beginning, one record at a time, and verifies both checksums of
 * each.
 *
 * <pre>{@code
 * try (TfRecordReader reader = TfRecordReader.open(file)) {
 *   while (reader.next()) {
 *     use(reader.payload());
 *   }
 * }
 * }</pre>
 *
 * <p>The file may be of any length: a buffer as large as the largest record is all that is held.
 * Not thread-safe. Whoever opens a reader closes it.
 */
public final class TfRecordReader implements AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  // Holds the file's bytes from `buffered - remaining` to `buffered`.
  private ByteBuffer buffer = empty(BUFFER);
  private long buffered;

  private long record = -1;
  private long offset;
  private long nextOffset;
  private ByteBuffer payload = empty(0);

  private TfRecordReader(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a record file; what is appended to it later is not seen.
   *
   * @throws IOException if the file is missing or cannot be read
   */
  public static TfRecordReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, READ);
    try {
      return new TfRecordReader(file, channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Returns where the last complete and valid record before any damage ends, in bytes: 0 for an
   * empty file, the file's length for a sound one.
   *
   * @throws IOException if the file is missing or cannot be read; not for damage
   */
  public static long validPrefix(Path file) throws IOException {
    try (TfRecordReader reader = open(file)) {
      try {
        while (reader.next()) {}
      } catch (CorruptRecordException e) {
        return e.offset();
      }
      return reader.size;
    }
  }

  /**
   * Moves to the next record.
   *
   * @return false when the file ends after the current record
   * @throws CorruptRecordException if a checksum is wrong or the file ends inside the record; the
   *     reader stays where it was
   * @throws IOException if the file cannot be read, or the reader is closed
   */
  public boolean next() throws IOException {
    if (nextOffset == size) {
      return false;
    }
    int length = readLength();
    buffer(Framing.HEADER + length + Framing.FOOTER);
    int start = buffer.position() + Framing.HEADER;
    ByteBuffer bytes = buffer.slice(start, length);
    check("payload", Framing.maskedCrc(bytes), buffer.getInt(start + length));
    buffer.position(start + length + Framing.FOOTER);
    payload = bytes.asReadOnlyBuffer();
    record++;
    offset = nextOffset;
    nextOffset += Framing.HEADER + (long) length + Framing.FOOTER;
    return true;
  }

  /** Returns the current record's number, from 0; -1 before the first. */
  public long record() {
    return record;
  }

  /** Returns where the current record's frame begins, in bytes from the start of the file. */
  public long offset() {
    return offset;
  }

  /** Returns where the current record's payload begins, in bytes from the start of the file. */
  public long payloadOffset() {
    return offset + Framing.HEADER;
  }

  /**
   * Returns the current record's bytes, read-only. Its content changes with the call of {@link
   * #next} that follows.
   */
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Reads and checks the length before anything is allocated for it. */
  private int readLength() throws IOException {
    buffer(Framing.HEADER);
    int start = buffer.position();
    check(
        "length",
        Framing.maskedCrc(buffer.slice(start, Long.BYTES)),
        buffer.getInt(start + Long.BYTES));
    long length = buffer.getLong(start);
    if (length < 0 || length > Framing.MAX_PAYLOAD) {
      throw corrupt(
          "a length of " + Long.toUnsignedString(length), "at most " + Framing.MAX_PAYLOAD);
    }
    return (int) length;
  }

  /** Makes the buffer hold the {@code need} bytes from the next record's offset. */
  private void buffer(int need) throws IOException {
    if (buffer.remaining() >= need) {
      return;
    }
    long left = size - nextOffset;
    if (left < need) {
      throw corrupt(
          "the end of the file after %d bytes".formatted(left),
          "a record of at least %d bytes".formatted(need));
    }
    ByteBuffer target = buffer;
    if (target.capacity() < need) {
      target = empty(need).clear().put(buffer);
    } else {
      target.compact();
    }
    while (target.position() < need) {
      int n = channel.read(target, buffered);
      if (n < 0) {
        throw corrupt("the end of the file", "%d bytes, its length when opened".formatted(size));
      }
      buffered += n;
    }
    buffer = target.flip();
  }

  private void check(String part, int computed, int stored) throws CorruptRecordException {
    if (computed != stored) {
      throw corrupt(
          "%s with masked CRC-32C 0x%08x".formatted(part, computed), "0x%08x".formatted(stored));
    }
  }

  private CorruptRecordException corrupt(String found, String expected) {
    return new CorruptRecordException(file, record + 1, nextOffset, found, expected);
  }

  private static ByteBuffer empty(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }
}
