package dev.flowers.trunk;

import dev.flowers.trunk.ChunkWork.Chunk;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.LongConsumer;

/** One thread's part of a conversion: reads a chunk, checks it, hashes it and writes it. */
final class TensorChunkCopy implements ChunkWork.Worker {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** All ones in a float32's exponent: an infinity, or not a number. */
  private static final int EXPONENT = 0x7f800000;

  private final Vgg16Weights weights;
  private final List<Chunk> chunks;
  private final TensorFiles files;
  private final byte[][] digests;
  private final LongConsumer written;
  private final MessageDigest sha256 = Fingerprint.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ChunkWork.CHUNK_BYTES);
  private final byte[] bytes = new byte[ChunkWork.CHUNK_BYTES];

  /**
   * Prepares one thread.
   *
   * @param digests takes the SHA-256 of each chunk
   * @param written takes the size of each chunk, when it is written
   */
  TensorChunkCopy(
      Vgg16Weights weights,
      List<Chunk> chunks,
      TensorFiles files,
      byte[][] digests,
      LongConsumer written) {
    this.weights = weights;
    this.chunks = chunks;
    this.files = files;
    this.digests = digests;
    this.written = written;
  }

  @Override
  public void work(int index) throws IOException {
    Chunk chunk = chunks.get(index);
    StoredTensor tensor = weights.tensors().get(chunk.tensor());
    buffer.clear().limit(chunk.length());
    weights.read(tensor, chunk.start(), buffer);
    buffer.flip();
    buffer.get(0, bytes, 0, chunk.length());
    int bad = firstNotFinite(bytes, chunk.length());
    if (bad >= 0) {
      throw notFinite(tensor.tensor(), chunk.start(), bad);
    }
    files.write(chunk.tensor(), chunk.start(), buffer);
    sha256.update(bytes, 0, chunk.length());
    digests[index] = sha256.digest();
    written.accept(chunk.length());
  }

  /** The byte offset of the first value that is infinite or NaN; −1 when there is none. */
  private static int firstNotFinite(byte[] bytes, int length) {
    for (int i = 0; i < length; i += Float.BYTES) {
      if (((int) INTS.get(bytes, i) & EXPONENT) == EXPONENT) {
        return i;
      }
    }
    return -1;
  }

  private MalformedWeightsException notFinite(TrunkTensor tensor, long start, int offset) {
    return new MalformedWeightsException(
        weights.file(),
        String.format(
            "layer %s: found %s in %s at index %s; expected finite numbers",
            tensor.layer(),
            Float.intBitsToFloat((int) INTS.get(bytes, offset)),
            tensor.role(),
            tensor.indexOf((start + offset) / Float.BYTES)));
  }
}
