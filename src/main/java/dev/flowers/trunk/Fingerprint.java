package dev.flowers.trunk;

import dev.flowers.trunk.ChunkWork.Chunk;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The name of weights by their content. {@link TrunkConverter} describes the formula. */
final class Fingerprint {
  private Fingerprint() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /**
   * Joins the digests of all chunks.
   *
   * @param digests the SHA-256 of each of {@code chunks}
   */
  static String of(List<TrunkTensor> tensors, List<Chunk> chunks, byte[][] digests) {
    MessageDigest whole = sha256();
    int tensor = -1;
    for (int i = 0; i < chunks.size(); i++) {
      if (chunks.get(i).tensor() != tensor) {
        tensor = chunks.get(i).tensor();
        TrunkTensor named = tensors.get(tensor);
        String heading = named.fileName() + " " + named.shape() + "\n";
        whole.update(heading.getBytes(StandardCharsets.UTF_8));
      }
      whole.update(digests[i]);
    }
    return HexFormat.of().formatHex(whole.digest());
  }
}
