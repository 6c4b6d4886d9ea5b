package dev.flowers.tfrecord;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a record file in their order, decompressed where they were compressed. */
sealed interface RecordBytes extends Closeable permits PlainBytes, InflatedBytes {
  /**
   * Puts the next bytes at the buffer's position and moves it.
   *
   * @param target has room for at least one byte
   * @return how many bytes were put, at least 1; -1 at the end
   * @throws DamagedBytesException if the file does not hold what it should
   * @throws IOException if the file cannot be read, or is closed
   */
  int read(ByteBuffer target) throws IOException;

  /** Says that bytes cannot be had from a file; the reader adds which record needed them. */
  final class DamagedBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    DamagedBytesException(String found, String expected) {
      super("found " + found + ", expected " + expected);
      this.found = found;
      this.expected = expected;
    }

    String found() {
      return found;
    }

    String expected() {
      return expected;
    }
  }
}
