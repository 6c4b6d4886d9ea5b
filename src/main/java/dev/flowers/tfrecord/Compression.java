package dev.flowers.tfrecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** How a record file is compressed: TensorFlow's three ways, told apart by a file's first bytes. */
enum Compression {
  NONE,
  /** RFC 1952. */
  GZIP,
  /** RFC 1950. */
  ZLIB;

  /** Looks at the beginning of a file. The channel's position stays. */
  static Compression of(FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(Framing.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
    start.flip();
    // A plain file may begin with a compressed one's first bytes: they are then a record's length.
    if (start.remaining() == Framing.HEADER
        && Framing.maskedCrc(start.slice(0, Long.BYTES)) == start.getInt(Long.BYTES)) {
      return NONE;
    }
    if (isGzip(start)) {
      return GZIP;
    }
    return isZlib(start) ? ZLIB : NONE;
  }

  private static boolean isGzip(ByteBuffer start) {
    return start.remaining() >= 3
        && start.get(0) == 0x1f
        && start.get(1) == (byte) 0x8b
        && start.get(2) == InflatedBytes.DEFLATE;
  }

  private static boolean isZlib(ByteBuffer start) {
    if (start.remaining() < 2) {
      return false;
    }
    int method = start.get(0) & 0xff;
    int flags = start.get(1) & 0xff;
    boolean header =
        (method & 0x0f) == InflatedBytes.DEFLATE
            && method >> 4 <= 7
            && (method << 8 | flags) % 31 == 0
            && (flags & InflatedBytes.ZLIB_DICTIONARY) == 0;
    // Two bytes prove little. The upper half of a plain record's length is 0; in a ZLIB stream
    // these
    // are bytes of the first block.
    return header && (start.remaining() < Long.BYTES || start.getInt(Integer.BYTES) != 0);
  }
}
