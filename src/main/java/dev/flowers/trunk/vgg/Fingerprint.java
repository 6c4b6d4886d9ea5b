package dev.flowers.trunk.vgg;

import dev.flowers.storage.Sha256;
import dev.flowers.trunk.vgg.ChunkWork.Chunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
