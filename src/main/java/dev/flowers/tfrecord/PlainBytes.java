package dev.flowers.tfrecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file that is not compressed, up to the length that it had when it was opened. */
final class PlainBytes implements RecordBytes {
  private final FileChannel channel;
  private final long size;
  private long position;

  PlainBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    long left = size - position;
    if (left == 0) {
      return -1;
    }
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + left));
    int n = channel.read(target, position);
    target.limit(limit);
    if (n < 0) {
      throw new DamagedBytesException(
          "the end of the file", size + " bytes, its length when opened");
    }
    position += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
