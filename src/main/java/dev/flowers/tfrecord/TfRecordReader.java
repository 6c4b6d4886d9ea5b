package dev.flowers.tfrecord;

import static java.nio.file.StandardOpenOption.READ;

import dev.flowers.tfrecord.RecordBytes.DamagedBytesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Reads a record file from its beginning, one record at a time, and verifies both checksums of
 * each. GZIP and ZLIB files, known by their first bytes, are decompressed on the way.
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
  private static final int SMALLEST_BUFFER = 4 << 10;

  private final Path file;
  private final RecordBytes source;
  private final boolean compressed;
  // Holds what follows the current record.
  private ByteBuffer buffer;

  private long record = -1;
  private long offset;
  private long nextOffset;
  private ByteBuffer payload = empty(0);

  private TfRecordReader(Path file, FileChannel channel, Compression compression)
      throws IOException {
    this.file = file;
    this.compressed = compression != Compression.NONE;
    this.source = compressed ? new InflatedBytes(channel, compression) : new PlainBytes(channel);
    // Of a thousand small shards each does with a small one.
    this.buffer = empty((int) Math.min(BUFFER, Math.max(SMALLEST_BUFFER, channel.size())));
  }

  /**
   * Opens a record file; what is appended to it later is not seen.
   *
   * @throws IOException if the file is missing or cannot be read
   */
  public static TfRecordReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, READ);
    try {
      return new TfRecordReader(file, channel, Compression.of(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Returns where the last complete and valid record before any damage ends, in bytes: 0 for an
   * empty file, the file's length for a sound one. A compressed file, at whose end no writer can go
   * on, has no valid record in this sense.
   *
   * @throws IOException if the file is missing or cannot be read; not for damage
   */
  public static long validPrefix(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ);
        TfRecordReader reader = new TfRecordReader(file, channel, Compression.NONE)) {
      try {
        while (reader.next()) {}
      } catch (CorruptRecordException e) {
        return e.offset();
      }
      return reader.nextOffset;
    }
  }

  /**
   * Moves to the next record.
   *
   * @return false when the file ends after the current record
   * @throws CorruptRecordException if a checksum is wrong, the file ends inside the record, or it
   *     cannot be decompressed; the reader stays where it was
   * @throws IOException if the file cannot be read, or the reader is closed
   */
  public boolean next() throws IOException {
    if (!fill(1)) {
      return false;
    }
    int length = readLength();
    require(Framing.HEADER + length + Framing.FOOTER);
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

  /**
   * Returns where the current record's frame begins, in bytes from the start of the file, or of the
   * decompressed data if the file is {@linkplain #compressed compressed}.
   */
  public long offset() {
    return offset;
  }

  /** Returns where the current record's payload begins, counted as in {@link #offset}. */
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

  /** Says whether the file is a GZIP or ZLIB file. */
  public boolean compressed() {
    return compressed;
  }

  /**
   * Returns an exception which says that the current record's content is not what it should be.
   *
   * @param found what is there
   * @param expected what should be there
   */
  public CorruptRecordException refusal(String found, String expected) {
    return corrupt(record, offset, found, expected);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** Reads and checks the length before anything is allocated for it. */
  private int readLength() throws IOException {
    require(Framing.HEADER);
    int start = buffer.position();
    check(
        "length",
        Framing.maskedCrc(buffer.slice(start, Long.BYTES)),
        buffer.getInt(start + Long.BYTES));
    long length = buffer.getLong(start);
    if (length < 0 || length > Framing.MAX_PAYLOAD) {
      throw damaged(
          "a length of " + Long.toUnsignedString(length), "at most " + Framing.MAX_PAYLOAD);
    }
    return (int) length;
  }

  /** Makes the buffer hold the {@code need} bytes from the next record's offset. */
  private void require(int need) throws IOException {
    if (!fill(need)) {
      throw damaged(
          "the end of the file after "
              + buffer.remaining()
              + (buffer.remaining() == 1 ? " byte" : " bytes"),
          "a record of at least " + need + " bytes");
    }
  }

  /** Has the buffer hold that many bytes if the file has them; says whether it does. */
  private boolean fill(int need) throws IOException {
    if (buffer.remaining() >= need) {
      return true;
    }
    ByteBuffer target = buffer.compact();
    try {
      while (target.position() < need) {
        if (!target.hasRemaining()) {
          // Step by step: a length alone, which may be crafted, does not get its memory.
          target = empty(Math.min(need, 2 * target.capacity())).clear().put(target.flip());
        }
        if (source.read(target) < 0) {
          return false;
        }
      }
      return true;
    } catch (DamagedBytesException e) {
      throw damaged(e.found(), e.expected());
    } finally {
      buffer = target.flip();
    }
  }

  private void check(String part, int computed, int stored) throws CorruptRecordException {
    if (computed != stored) {
      throw damaged(part + " with masked CRC-32C " + hex(computed), hex(stored));
    }
  }

  private static String hex(int crc) {
    return "0x" + HexFormat.of().toHexDigits(crc);
  }

  private CorruptRecordException damaged(String found, String expected) {
    return corrupt(record + 1, nextOffset, found, expected);
  }

  private CorruptRecordException corrupt(long at, long atOffset, String found, String expected) {
    String of = compressed ? " of the decompressed data" : "";
    return new CorruptRecordException(file, at, atOffset, of, found, expected);
  }

  private static ByteBuffer empty(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }
}
