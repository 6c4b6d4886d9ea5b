package dev.flowers.trunk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A checksum of samples of a large file: stretches of 64 KiB, spread evenly from its beginning to
 * its end. Other weights differ in all stretches; a file that was changed in one place may not.
 */
public final class ContentSample {
  private static final int STRETCH = 1 << 16;

  /** 4 MB in all: a few milliseconds, where VGG16's 553 MB would take a second or more. */
  private static final int STRETCHES = 64;

  private ContentSample() {}

  /**
   * Reads the stretches; a file that is not longer than they are together is read whole.
   *
   * @return 16 hexadecimal digits
   * @throws IOException when the file is not there or cannot be read
   */
  static String of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int stretches = size <= (long) STRETCHES * STRETCH ? 1 : STRETCHES;
      int length = stretches == 1 ? Math.toIntExact(size) : STRETCH;
      ByteBuffer sample = ByteBuffer.allocate(stretches * length);
      for (int i = 0; i < stretches; i++) {
        long from = stretches == 1 ? 0 : (size - STRETCH) * i / (STRETCHES - 1);
        read(channel, from, sample.limit((i + 1) * length), file);
      }
      return HexFormat.of().toHexDigits(checksum(sample.flip()));
    }
  }

  /** CRC-32 in the upper half and CRC-32C in the lower, of what remains; the buffer stays as is. */
  public static long checksum(ByteBuffer bytes) {
    CRC32 crc32 = new CRC32();
    crc32.update(bytes.duplicate());
    CRC32C crc32c = new CRC32C();
    crc32c.update(bytes.duplicate());
    return crc32.getValue() << Integer.SIZE | crc32c.getValue();
  }

  private static void read(FileChannel channel, long from, ByteBuffer target, Path file)
      throws IOException {
    long offset = from;
    while (target.hasRemaining()) {
      int count = channel.read(target, offset);
      if (count < 0) {
        throw new EOFException(file + ": found its end at byte " + offset + " while it was read");
      }
      offset += count;
    }
  }
}
