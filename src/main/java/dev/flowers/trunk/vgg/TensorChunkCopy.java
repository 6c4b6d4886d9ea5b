package dev.flowers.trunk.vgg;

import dev.flowers.trunk.ContentSample;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.vgg.ChunkWork.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/** One thread's part of a conversion: reads a chunk, checks it, sums it up and writes it. */
final class TensorChunkCopy implements ChunkWork.Worker {
  /** All ones in a float32's exponent: an infinity, or not a number. */
  private static final int EXPONENT = 0x7f800000;

  private final VggWeights weights;
  private final List<Chunk> chunks;
  private final TensorFiles files;
  private final long[] checksums;
  private final boolean[] nonZero;
  private final LongConsumer written;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(ChunkWork.CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Prepares one thread.
   *
   * @param checksums takes {@link ContentSample#checksum} of each chunk
   * @param nonZero takes, for each tensor, whether a chunk of it had a value other than zero
   * @param written takes the size of each chunk, when it is written
   */
  TensorChunkCopy(
      VggWeights weights,
      List<Chunk> chunks,
      TensorFiles files,
      long[] checksums,
      boolean[] nonZero,
      LongConsumer written) {
    this.weights = weights;
    this.chunks = chunks;
    this.files = files;
    this.checksums = checksums;
    this.nonZero = nonZero;
    this.written = written;
  }

  @Override
  public void work(int index) throws IOException {
    Chunk chunk = chunks.get(index);
    StoredTensor tensor = weights.tensors().get(chunk.tensor());
    buffer.clear().limit(chunk.length());
    weights.read(tensor, chunk.start(), buffer);
    buffer.flip();
    int bad = firstNotFinite(buffer);
    if (bad >= 0) {
      throw notFinite(tensor.tensor(), chunk.start(), bad);
    }
    if (!nonZero[chunk.tensor()] && anyNonZero(buffer)) {
      nonZero[chunk.tensor()] = true;
    }
    checksums[index] = ContentSample.checksum(buffer);
    files.write(chunk.tensor(), chunk.start(), buffer);
    written.accept(chunk.length());
  }

  /** The byte offset of the first value that is infinite or NaN; −1 when there is none. */
  private static int firstNotFinite(ByteBuffer values) {
    for (int i = 0; i < values.limit(); i += Float.BYTES) {
      if ((values.getInt(i) & EXPONENT) == EXPONENT) {
        return i;
      }
    }
    return -1;
  }

  private static boolean anyNonZero(ByteBuffer values) {
    for (int i = 0; i < values.limit(); i += Float.BYTES) {
      // Without the sign: -0 is a zero.
      if (values.getInt(i) << 1 != 0) {
        return true;
      }
    }
    return false;
  }

  private MalformedWeightsException notFinite(TrunkTensor tensor, long start, int offset) {
    return new MalformedWeightsException(
        weights.file(),
        String.format(
            Locale.ROOT,
            "layer %s: found %s in %s at index %s, expected finite numbers of float32's range",
            tensor.layer(),
            buffer.getFloat(offset),
            tensor.role(),
            tensor.indexOf((start + offset) / Float.BYTES)));
  }
}
