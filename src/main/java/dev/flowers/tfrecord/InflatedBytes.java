package dev.flowers.tfrecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The decompressed bytes of a GZIP or ZLIB file, and of several such streams one after another, as
 * {@code gzip -c a b} writes them.
 *
 * <p>The JDK's own {@code GZIPInputStream} takes a damaged or cut header of a later stream for the
 * end of the file, so that records would be missing without an error. commons-compress keeps a
 * header's file name in memory however long it is. Here the JDK inflates, and a header's fields are
 * passed over.
 */
final class InflatedBytes implements RecordBytes {
  /** The one method of compression that both formats know. */
  static final int DEFLATE = 8;

  static final int ZLIB_DICTIONARY = 1 << 5;

  // RFC 1952, 2.3.1.
  private static final int FLAG_HEADER_CRC = 1 << 1;
  private static final int FLAG_EXTRA = 1 << 2;
  private static final int FLAG_NAME = 1 << 3;
  private static final int FLAG_COMMENT = 1 << 4;
  private static final int FLAGS_RESERVED = 0xe0;
  private static final int TIME_AND_SYSTEM = 6;

  private static final int BUFFER = 64 << 10;
  private static final int SMALLEST_BUFFER = 512;

  private final FileChannel channel;
  private final Compression compression;
  private final Inflater inflater;
  private final CRC32 crc = new CRC32();
  private final ByteBuffer input;
  private boolean inStream;

  InflatedBytes(FileChannel channel, Compression compression) throws IOException {
    this.channel = channel;
    this.compression = compression;
    int capacity = (int) Math.min(BUFFER, Math.max(SMALLEST_BUFFER, channel.size()));
    this.input = ByteBuffer.allocateDirect(capacity).limit(0);
    this.inflater = new Inflater(compression == Compression.GZIP);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    while (true) {
      if (!inStream && !beginStream()) {
        return -1;
      }
      int start = target.position();
      int n = inflate(target);
      if (n > 0) {
        crc.update(target.slice(start, n));
        return n;
      }
      if (inflater.finished()) {
        endStream();
      } else if (inflater.needsDictionary()) {
        throw damaged("that needs a preset dictionary");
      } else {
        if (!input.hasRemaining() && !fill()) {
          throw endsEarly();
        }
        inflater.setInput(input);
      }
    }
  }

  private int inflate(ByteBuffer target) throws DamagedBytesException {
    try {
      return inflater.inflate(target);
    } catch (DataFormatException e) {
      throw damaged("that cannot be decompressed (" + e.getMessage() + ")");
    }
  }

  /** Goes to the first byte of compressed data; says whether there is one. */
  private boolean beginStream() throws IOException {
    if (!input.hasRemaining() && !fill()) {
      return false;
    }
    if (compression == Compression.GZIP) {
      skipGzipHeader();
    }
    inflater.reset();
    inflater.setInput(input);
    crc.reset();
    inStream = true;
    return true;
  }

  private void skipGzipHeader() throws IOException {
    if (next() != 0x1f || next() != 0x8b || next() != DEFLATE) {
      throw damaged("with other bytes behind it");
    }
    int flags = next();
    if ((flags & FLAGS_RESERVED) != 0) {
      throw damaged("with unknown flags");
    }
    skip(TIME_AND_SYSTEM);
    if ((flags & FLAG_EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      skip(Short.BYTES);
    }
  }

  /** Compares what was decompressed with what the stream says of it. ZLIB's own end is inflated. */
  private void endStream() throws IOException {
    inStream = false;
    if (compression == Compression.GZIP) {
      int storedCrc = nextInt();
      int storedSize = nextInt();
      if (storedCrc != (int) crc.getValue() || storedSize != (int) inflater.getBytesWritten()) {
        throw damaged("whose checksum or length is wrong");
      }
    }
  }

  private int nextInt() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private int next() throws IOException {
    if (!input.hasRemaining() && !fill()) {
      throw endsEarly();
    }
    return input.get() & 0xff;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {}
  }

  /** Reads more of the file once all of the input is used; says whether there was more. */
  private boolean fill() throws IOException {
    int n = channel.read(input.clear());
    input.flip();
    return n > 0;
  }

  private DamagedBytesException endsEarly() {
    return new DamagedBytesException(
        "the end of the file within its " + compression + " data",
        "a complete " + compression + " stream");
  }

  private DamagedBytesException damaged(String how) {
    return new DamagedBytesException(
        compression + " data " + how, "whole " + compression + " streams alone");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    channel.close();
  }
}
