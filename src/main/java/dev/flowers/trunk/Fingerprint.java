package dev.flowers.trunk;

import dev.flowers.storage.Sha256;
import dev.flowers.trunk.ChunkWork.Chunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Identifies weights by their content.
 *
 * <p>It is the SHA-256 of, for the weights and then the biases of each layer in order: the line
 * {@code conv1_1.weights [3, 3, 3, 64]}, ended by a line feed, and for each stretch of 256 KiB of
 * the tensor's bytes, the last one shorter, its CRC-32 and its CRC-32C, four bytes each, the most
 * significant first.
 *
 * <p>The two polynomials share no factor, so that different weights agree in a stretch with
 * probability 2⁻⁶⁴. That tells weights apart; it does not stop somebody who forges them. SHA-256 of
 * all values would, and takes as much time as all the rest of a conversion.
 */
final class Fingerprint {
  private Fingerprint() {}

  /** CRC-32 in the upper half and CRC-32C in the lower, of what remains; the buffer stays as is. */
  static long checksum(ByteBuffer bytes) {
    CRC32 crc32 = new CRC32();
    crc32.update(bytes.duplicate());
    CRC32C crc32c = new CRC32C();
    crc32c.update(bytes.duplicate());
    return crc32.getValue() << Integer.SIZE | crc32c.getValue();
  }

  /**
   * Joins the checksums of all chunks.
   *
   * @return 64 hexadecimal digits
   */
  static String of(List<TrunkTensor> tensors, List<Chunk> chunks, long[] checksums) {
    Sha256 sha256 = new Sha256();
    int tensor = -1;
    for (int i = 0; i < chunks.size(); i++) {
      if (chunks.get(i).tensor() != tensor) {
        tensor = chunks.get(i).tensor();
        TrunkTensor named = tensors.get(tensor);
        String heading = named.fileName() + " " + named.shape() + "\n";
        sha256.update(heading.getBytes(StandardCharsets.UTF_8));
      }
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, checksums[i]));
    }
    return sha256.hex();
  }
}
