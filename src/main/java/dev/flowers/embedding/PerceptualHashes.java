package dev.flowers.embedding;

import dev.flowers.image.ImageDecoder;
import dev.flowers.image.PerceptualHash;
import dev.flowers.storage.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The perceptual hashes of the photos of embeddings, kept beside them in {@code <name>.hashes}: to
 * compute them takes longer than all else, as each photo has to be decoded.
 */
final class PerceptualHashes {
  private static final int ID_BYTES = 32;
  private static final int RECORD = ID_BYTES + PerceptualHash.WORDS * Long.BYTES;

  /** Another number where another version computes other hashes. */
  static final long MAGIC = 0x464c_4f57_4853_0001L;

  private PerceptualHashes() {}

  /**
   * Returns the hashes of rows, one behind the other; zeros, which are like nothing, for a photo
   * that cannot be read. Computes what is not kept yet, and keeps it if the home can be written.
   */
  static long[] of(EmbeddingFile file, int[] rows, Path photos) throws IOException {
    Path beside = file.file().resolveSibling(file.file().getFileName() + ".hashes");
    Map<String, long[]> known = read(beside);
    Map<String, long[]> computed =
        IntStream.of(rows)
            .filter(row -> !known.containsKey(file.id(row)))
            .boxed()
            .collect(Collectors.toList())
            .parallelStream()
            .collect(
                Collectors.toConcurrentMap(
                    file::id, row -> hash(file, row, photos).orElse(new long[0]), (a, b) -> a));
    computed.values().removeIf(hash -> hash.length == 0);
    known.putAll(computed);
    if (!computed.isEmpty()) {
      write(beside, known);
    }
    long[] hashes = new long[Math.multiplyExact(rows.length, PerceptualHash.WORDS)];
    for (int i = 0; i < rows.length; i++) {
      long[] hash = known.getOrDefault(file.id(rows[i]), new long[PerceptualHash.WORDS]);
      System.arraycopy(hash, 0, hashes, i * PerceptualHash.WORDS, PerceptualHash.WORDS);
    }
    return hashes;
  }

  private static Optional<long[]> hash(EmbeddingFile file, int row, Path photos) {
    try {
      String path = file.path(row);
      return path.isEmpty()
          ? Optional.empty()
          : Optional.of(
              PerceptualHash.of(ImageDecoder.withDefaults().decode(photos.resolve(path))));
    } catch (IOException e) {
      // Moved or damaged since it was embedded: it is compared with none.
      return Optional.empty();
    }
  }

  private static Map<String, long[]> read(Path file) throws IOException {
    Map<String, long[]> hashes = new HashMap<>();
    if (!Files.exists(file)) {
      return hashes;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.remaining() % RECORD != Long.BYTES || bytes.getLong() != MAGIC) {
      // Of another version: computed anew.
      return hashes;
    }
    byte[] id = new byte[ID_BYTES];
    while (bytes.hasRemaining()) {
      bytes.get(id);
      long[] hash = new long[PerceptualHash.WORDS];
      bytes.asLongBuffer().get(hash);
      bytes.position(bytes.position() + hash.length * Long.BYTES);
      hashes.put(HexFormat.of().formatHex(id), hash);
    }
    return hashes;
  }

  private static void write(Path file, Map<String, long[]> hashes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Math.multiplyExact(hashes.size(), RECORD));
    bytes.putLong(MAGIC);
    new TreeMap<>(hashes)
        .forEach(
            (id, hash) -> {
              bytes.put(HexFormat.of().parseHex(id));
              for (long word : hash) {
                bytes.putLong(word);
              }
            });
    AtomicFile.write(file, bytes.array());
  }
}
