package dev.flowers.tfrecord;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Appends records to a file.
 *
 * <p>Each record goes to the operating system in one call as soon as it is written, so a killed
 * program loses at most the record it was writing. Guarding against a power cut too is for whoever
 * renames the file. When a write fails, the next one starts at the same place: no torn record stays
 * between whole ones. Not thread-safe. Whoever opens a writer closes it.
 */
public final class TfRecordWriter implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer header =
      ByteBuffer.allocateDirect(Framing.HEADER).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer footer =
      ByteBuffer.allocateDirect(Framing.FOOTER).order(ByteOrder.LITTLE_ENDIAN);
  private long position;

  private TfRecordWriter(Path file, FileChannel channel, long position) {
    this.file = file;
    this.channel = channel;
    this.position = position;
  }

  /**
   * Opens an empty file; one that exists is emptied.
   *
   * @throws IOException if the file cannot be written
   */
  public static TfRecordWriter create(Path file) throws IOException {
    return new TfRecordWriter(file, FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING), 0);
  }

  /**
   * Opens a file to go on after its first {@code end} bytes; what follows them is cut off.
   *
   * @param end where the next record begins, most often {@link TfRecordReader#validPrefix}
   * @throws IllegalArgumentException if the file is shorter than {@code end}
   * @throws IOException if the file is missing or cannot be written
   */
  public static TfRecordWriter append(Path file, long end) throws IOException {
    FileChannel channel = FileChannel.open(file, WRITE);
    try {
      long size = channel.size();
      if (end < 0 || end > size) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s has %d bytes, cannot go on at byte %d", file, size, end));
      }
      channel.truncate(end);
      return new TfRecordWriter(file, channel, end);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Appends one record.
   *
   * @throws IOException as {@link #write(ByteBuffer)}
   */
  public void write(byte[] payload) throws IOException {
    write(ByteBuffer.wrap(payload));
  }

  /**
   * Appends the buffer's remaining bytes as one record; the buffer's position stays.
   *
   * @throws IllegalArgumentException if the payload is longer than 256 MiB
   * @throws IOException if the record cannot be written whole, for instance on a full disk; the
   *     message names the file
   */
  public void write(ByteBuffer payload) throws IOException {
    int length = payload.remaining();
    if (length > Framing.MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: found a record of %d bytes, expected at most %d",
              file,
              length,
              Framing.MAX_PAYLOAD));
    }
    header.clear().putLong(length);
    header.putInt(Framing.maskedCrc(header.duplicate().flip())).flip();
    footer.clear().putInt(Framing.maskedCrc(payload)).flip();
    ByteBuffer[] frame = {header, payload.duplicate(), footer};
    long end = position + Framing.HEADER + length + Framing.FOOTER;
    try {
      channel.position(position);
      while (footer.hasRemaining()) {
        channel.write(frame);
      }
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: cannot write a record of %d bytes at byte %d: %s",
              file,
              length,
              position,
              e.getMessage()),
          e);
    }
    position = end;
  }

  /** Returns where the next record will begin, in bytes from the start of the file. */
  public long position() {
    return position;
  }

  /** Closes the file after its last whole record. Closing twice does nothing. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try (channel) {
        channel.truncate(position);
      }
    }
  }
}
