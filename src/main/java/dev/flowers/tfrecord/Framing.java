package dev.flowers.tfrecord;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frame around a record: length (8 bytes), checksum of the length (4), payload, checksum of the
 * payload (4), all little-endian.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">
 *     TFRecords format details</a>
 */
final class Framing {
  static final int HEADER = Long.BYTES + Integer.BYTES;
  static final int FOOTER = Integer.BYTES;

  /**
   * The longest payload read or written, in bytes. Far above any tf.Example; it bounds what a
   * crafted file can make a reader allocate.
   */
  static final int MAX_PAYLOAD = 256 << 20;

  private static final int MASK_DELTA = 0xa282ead8;

  private Framing() {}

  /**
   * Returns the masked CRC-32C of the buffer's remaining bytes; the buffer's position stays.
   *
   * <p>The mask (rotate right by 15, add a constant) is TensorFlow's: a checksum of data that
   * contains checksums would otherwise be weak.
   */
  static int maskedCrc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
