package dev.flowers.trunk.vgg;

import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.DiskSpace;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.vgg.ChunkWork.Chunk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Converts weights to files that can be memory-mapped.
 *
 * <p>The fingerprint of the result depends on names, shapes and values alone, not on the way in
 * which the file was pickled. It tells weights apart, and is no proof against somebody who forges
 * them: it is the SHA-256 of names, shapes and 64-bit checksums of each 256 KiB.
 */
public final class TrunkConverter {
  private TrunkConverter() {}

  /**
   * Converts the file, unless the directory holds the conversion of a file of the same size, time
   * and sampled content already, which is then neither read nor written.
   *
   * <p>The directory appears complete or not at all; an older conversion in it is replaced. A
   * second conversion into the same directory, by this process or another, waits for the first.
   *
   * @param npy the weights, see {@link VggWeights#open}
   * @param directory where the tensors go; its parents are made
   * @param progress told the bytes written so far, growing to {@link VggWeights#bytes}; by several
   *     threads, but by one at a time
   * @throws MalformedWeightsException when the file cannot be used, a value is NaN or infinite, or
   *     the weights of a layer are all zero
   * @throws IOException when reading or writing fails, there is not enough room on the disk, the
   *     directory exists and is no conversion, the file changes meanwhile, or the thread is
   *     interrupted
   */
  static VggTrunk convert(Path npy, Path directory, LongConsumer progress) throws IOException {
    TrunkSource source = TrunkSource.of(npy);
    Optional<VggTrunk> present = present(directory, source);
    if (present.isPresent()) {
      return present.get();
    }
    try (VggWeights weights = VggWeights.open(npy);
        AtomicDirectory written = AtomicDirectory.waitFor(directory)) {
      // Whoever was waited for may have done it.
      present = present(directory, source);
      if (present.isPresent()) {
        return present.get();
      }
      refuseForeign(directory);
      VggTrunk converted = write(weights, source, written.partial(), progress);
      written.complete();
      return new VggTrunk(
          directory, converted.layers(), converted.fingerprint(), converted.sources());
    }
  }

  private static Optional<VggTrunk> present(Path directory, TrunkSource source) throws IOException {
    if (!Files.exists(directory)) {
      return Optional.empty();
    }
    try {
      VggTrunk trunk = VggTrunk.read(directory);
      return trunk.cameFrom(source) ? Optional.of(trunk) : Optional.empty();
    } catch (MalformedWeightsException incomplete) {
      return Optional.empty();
    }
  }

  /**
   * Converts into an empty directory, whatever it holds after a failure.
   *
   * @param source the file that the weights were opened from
   * @throws MalformedWeightsException if the weights are of no use
   * @throws IOException if reading or writing fails, or the file changes meanwhile
   */
  public static VggTrunk write(
      VggWeights weights, TrunkSource source, Path directory, LongConsumer progress)
      throws IOException {
    DiskSpace.require(directory, weights.bytes());
    String fingerprint = copy(weights, directory, progress);
    VggTrunk trunk = new VggTrunk(directory, weights.layers(), fingerprint, List.of(source));
    TrunkJson.write(trunk, directory);
    if (!source.sameContentAs(TrunkSource.of(weights.file()))) {
      throw new IOException(
          weights.file() + ": found it changed during the conversion, expected a complete file");
    }
    return trunk;
  }

  /** A mistyped path must not cost anybody a directory of their own. */
  private static void refuseForeign(Path directory) throws IOException {
    if (!Files.exists(directory) || Files.exists(directory.resolve(TrunkJson.FILE))) {
      return;
    }
    throw new FileSystemException(
        directory.toString(),
        null,
        "found something that is not a converted trunk (no "
            + TrunkJson.FILE
            + "), expected one, or nothing, to be replaced");
  }

  /** Writes the tensors and gives the fingerprint. */
  private static String copy(VggWeights weights, Path into, LongConsumer progress)
      throws IOException {
    List<TrunkTensor> tensors = weights.tensors().stream().map(StoredTensor::tensor).toList();
    List<Chunk> chunks = ChunkWork.cut(tensors.stream().map(TrunkTensor::bytes).toList());
    long[] checksums = new long[chunks.size()];
    boolean[] nonZero = new boolean[tensors.size()];
    LongConsumer written = ChunkWork.adding(progress);
    try (TensorFiles files =
        new TensorFiles(tensors.stream().map(t -> into.resolve(t.fileName())).toList())) {
      ChunkWork.run(
          chunks.size(),
          () -> new TensorChunkCopy(weights, chunks, files, checksums, nonZero, written));
    }
    refuseZeros(weights, nonZero);
    return Fingerprint.of(tensors, chunks, checksums);
  }

  /** Such a layer passes nothing on; biases may well be zero. */
  private static void refuseZeros(VggWeights weights, boolean[] nonZero)
      throws MalformedWeightsException {
    for (int i = 0; i < nonZero.length; i++) {
      TrunkTensor tensor = weights.tensors().get(i).tensor();
      if (!nonZero[i] && tensor.role().equals(TrunkTensor.WEIGHTS)) {
        throw new MalformedWeightsException(
            weights.file(),
            "layer "
                + tensor.layer()
                + ": found weights that are all zero, expected trained weights");
      }
    }
  }
}
