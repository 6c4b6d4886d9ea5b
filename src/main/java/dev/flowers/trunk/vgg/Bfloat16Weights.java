package dev.flowers.trunk.vgg;

import dev.flowers.storage.AtomicDirectory;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.vgg.ChunkWork.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The weights of a converted trunk in bfloat16: the same file names, in a directory {@code
 * bfloat16} beside the float32 ones. It is written once, when it is first wanted.
 */
final class Bfloat16Weights {
  private static final String DIRECTORY = "bfloat16";
  private static final int BYTES = Short.BYTES;

  /** All ones in the exponent: infinite, or not a number. */
  private static final int INFINITE = 0x7f80;

  private Bfloat16Weights() {}

  /** Where they are, written or not. */
  static Path directory(Path trunk) {
    return trunk.resolve(DIRECTORY);
  }

  /**
   * Writes them, unless they are there. Waits for another process that is doing it.
   *
   * @param trunk the trunk in float32
   * @throws MalformedWeightsException if a weight is beyond bfloat16's range
   * @throws IOException if reading or writing fails
   */
  static void provide(VggTrunk trunk) throws IOException {
    Path target = directory(trunk.directory());
    if (complete(trunk)) {
      return;
    }
    try (AtomicDirectory written = AtomicDirectory.waitFor(target)) {
      if (!complete(trunk)) { // whoever was waited for may have written it
        write(trunk, written.partial());
        written.complete();
      }
    }
  }

  /** Whether all files are there in their full size. */
  static boolean complete(VggTrunk trunk) throws IOException {
    Path directory = directory(trunk.directory());
    for (TrunkTensor tensor : TrunkLayer.tensors(trunk.layers())) {
      Path file = directory.resolve(tensor.fileName());
      if (!Files.isRegularFile(file) || Files.size(file) != bytes(tensor)) {
        return false;
      }
    }
    return true;
  }

  private static long bytes(TrunkTensor tensor) {
    return tensor.bytes() / Float.BYTES * BYTES;
  }

  private static void write(VggTrunk trunk, Path directory) throws IOException {
    List<TrunkTensor> tensors = TrunkLayer.tensors(trunk.layers());
    List<Path> targets = new ArrayList<>();
    for (TrunkTensor tensor : tensors) {
      targets.add(directory.resolve(tensor.fileName()));
    }
    List<Chunk> chunks = ChunkWork.cut(tensors.stream().map(TrunkTensor::bytes).toList());
    try (TensorFiles files = new TensorFiles(targets)) {
      ChunkWork.run(
          chunks.size(),
          () -> {
            ByteBuffer values = buffer(ChunkWork.CHUNK_BYTES);
            ByteBuffer rounded = buffer(ChunkWork.CHUNK_BYTES / Float.BYTES * BYTES);
            return index -> {
              Chunk chunk = chunks.get(index);
              TrunkTensor tensor = tensors.get(chunk.tensor());
              read(trunk.directory().resolve(tensor.fileName()), chunk, values.clear());
              rounded.clear();
              while (values.hasRemaining()) {
                short value = round(values.getFloat());
                if ((value & INFINITE) == INFINITE) {
                  throw outOfRange(trunk, tensor, chunk.start() + values.position() - Float.BYTES);
                }
                rounded.putShort(value);
              }
              files.write(chunk.tensor(), chunk.start() / Float.BYTES * BYTES, rounded.flip());
            };
          });
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void read(Path file, Chunk chunk, ByteBuffer target) throws IOException {
    target.limit(chunk.length());
    try (FileChannel channel = FileChannel.open(file)) {
      while (target.hasRemaining()) {
        if (channel.read(target, chunk.start() + target.position()) < 0) {
          throw new MalformedWeightsException(
              file,
              String.format(
                  Locale.ROOT,
                  "found its end at byte %d, expected %d bytes more: convert again",
                  chunk.start() + target.position(),
                  target.remaining()));
        }
      }
    }
    target.flip();
  }

  /** The nearest bfloat16; of two that are as near, the one whose last bit is 0. */
  static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    int lastKept = (bits >>> Short.SIZE) & 1;
    return (short) ((bits + 0x7fff + lastKept) >>> Short.SIZE);
  }

  private static MalformedWeightsException outOfRange(
      VggTrunk trunk, TrunkTensor tensor, long byteOffset) {
    return new MalformedWeightsException(
        trunk.directory().resolve(tensor.fileName()),
        String.format(
            Locale.ROOT,
            "layer %s: found a number in %s at index %s that is beyond bfloat16's range, expected"
                + " below 3.39e38: use float32",
            tensor.layer(),
            tensor.role(),
            tensor.indexOf(byteOffset / Float.BYTES)));
  }
}
