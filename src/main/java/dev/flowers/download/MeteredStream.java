package dev.flowers.download;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when more bytes come than are allowed. */
final class MeteredStream extends FilterInputStream {
  private long left;

  MeteredStream(InputStream in) {
    super(in);
  }

  /** From here on, so many bytes may come. */
  void allow(long bytes) {
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    count(Math.max(count, 0));
    return count;
  }

  /** Reads, since bytes that are skipped have to be unpacked all the same. */
  @Override
  public long skip(long bytes) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Math.max(bytes, 0), 1 << 13)];
    long skipped = 0;
    while (skipped < bytes) {
      int count = read(buffer, 0, (int) Math.min(buffer.length, bytes - skipped));
      if (count < 0) {
        break;
      }
      skipped += count;
    }
    return skipped;
  }

  private void count(int bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new IOException("it is longer than it says, or than is allowed");
    }
  }
}
