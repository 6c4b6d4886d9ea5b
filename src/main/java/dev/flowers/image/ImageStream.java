package dev.flowers.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads an image once, to its end, if it begins as one. */
final class ImageStream {

  /** The largest array that every JVM can make. */
  static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  // Few photos that a network looks at are larger.
  private static final int FIRST_BUFFER = 1 << 17;

  private ImageStream() {}

  /**
   * Reads all bytes of a stream.
   *
   * @throws UnreadableImageException if it begins as no image, or has more bytes than an array
   * @throws ImageMemoryException if the bytes do not fit into Java's memory
   */
  static byte[] readAll(InputStream in, String name) throws IOException {
    byte[] bytes = new byte[FIRST_BUFFER];
    int length = fill(in, bytes, 0, ImageFormat.HEAD_LENGTH);
    ImageFormat.of(Arrays.copyOf(bytes, length), name);
    try {
      length = fill(in, bytes, length, bytes.length);
      while (length == bytes.length) {
        if (length == MAX_ARRAY_LENGTH) {
          throw new UnreadableImageException(
              name, "more than " + length + " bytes", "at most as many");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_ARRAY_LENGTH, 2L * length));
        length = fill(in, bytes, length, bytes.length);
      }
      return Arrays.copyOf(bytes, length);
    } catch (OutOfMemoryError e) {
      throw new ImageMemoryException(name, "a file of more than " + length + " bytes", e);
    }
  }

  // By read alone: the JDK's streams ask for the size and position to skip or to read all, which a
  // pipe has not. In parts: they copy through a buffer as large as what is asked for.
  private static int fill(InputStream in, byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (at < to) {
      int read = in.read(bytes, at, Math.min(to - at, FIRST_BUFFER));
      if (read < 0) {
        break;
      }
      at += read;
    }
    return at;
  }
}
