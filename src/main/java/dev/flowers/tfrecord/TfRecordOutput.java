package dev.flowers.tfrecord;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Writes records to a stream, for file systems that are not the operating system's. Not
 * thread-safe.
 *
 * <p>Unlike {@link TfRecordWriter} it cannot go on after a failed write: what was written is then
 * for the caller to drop.
 */
public final class TfRecordOutput {
  private final OutputStream out;

  /** Writes to this stream, which the caller closes. */
  public TfRecordOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one record.
   *
   * @throws IllegalArgumentException if the payload is longer than 256 MiB
   * @throws IOException if the stream throws it
   */
  public void write(byte[] payload) throws IOException {
    if (payload.length > Framing.MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "found a record of %d bytes, expected at most %d",
              payload.length,
              Framing.MAX_PAYLOAD));
    }
    ByteBuffer header = ByteBuffer.allocate(Framing.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(payload.length);
    header.putInt(Framing.maskedCrc(header.duplicate().flip()));
    ByteBuffer footer = ByteBuffer.allocate(Framing.FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    footer.putInt(Framing.maskedCrc(ByteBuffer.wrap(payload)));
    out.write(header.array());
    out.write(payload);
    out.write(footer.array());
  }
}
