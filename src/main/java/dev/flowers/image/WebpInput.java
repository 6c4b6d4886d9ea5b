package dev.flowers.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Bytes whose end is an error. TwelveMonkeys' codec ignores an {@code EOFException} and continues
 * with bits that are not in the file, for minutes if they ask for many tables.
 */
final class WebpInput extends MemoryCacheImageInputStream {

  WebpInput(byte[] bytes) {
    super(new ByteArrayInputStream(bytes));
  }

  @Override
  public int read() throws IOException {
    return notEnd(super.read());
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return notEnd(super.read(bytes, from, length));
  }

  private static int notEnd(int read) throws IIOException {
    if (read < 0) {
      throw new IIOException("the data end before the last pixel");
    }
    return read;
  }
}
