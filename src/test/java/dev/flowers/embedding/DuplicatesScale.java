package dev.flowers.embedding;

import dev.flowers.image.PerceptualHash;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How long near copies take to find among many synthetic photos, one in a hundred of them a copy.
 * {@code benchmarks/duplicates.sh} starts it; not a test, for a time is no reason to fail.
 */
final class DuplicatesScale {
  private static final int WIDTH = 1280;
  private static final int COPIES = 100;

  private DuplicatesScale() {}

  /**
   * Measures and prints.
   *
   * @param args how many photos
   */
  public static void main(String[] args) throws IOException {
    int photos = Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory("duplicates");
    Path tfrecord = directory.resolve("photos.tfrecord");
    Path hashes = directory.resolve("photos.tfrecord.hashes");
    try {
      write(tfrecord, hashes, photos);
      try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
        measure("hashes and embeddings", file, Optional.of(directory));
        measure("embeddings alone", file, Optional.empty());
      }
    } finally {
      for (Path file : List.of(tfrecord, hashes, directory.resolve("photos.tfrecord.json"))) {
        Files.deleteIfExists(file);
      }
      Files.delete(directory);
    }
  }

  private static void measure(String by, EmbeddingFile file, Optional<Path> photos)
      throws IOException {
    long start = System.nanoTime();
    int groups = DuplicateGroups.find(file, photos).rows(file).size();
    double seconds = (System.nanoTime() - start) / 1e9;
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    System.out.print(
        String.format(
            Locale.ROOT,
            "%d photos by %s: %d groups in %.1f s, heap at most %d MB%n",
            file.size(),
            by,
            groups,
            seconds,
            heap >> 20));
  }

  /** A copy's embedding is a little off, and so is its hash. */
  private static void write(Path tfrecord, Path hashes, int photos) throws IOException {
    Random random = new Random(1);
    try (EmbeddingWriter writer =
            EmbeddingWriter.open(tfrecord, "", List.of("daisy", "rose"), WIDTH);
        DataOutputStream hashOutput =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(hashes)))) {
      hashOutput.writeLong(PerceptualHashes.MAGIC);
      float[] values = new float[WIDTH];
      long[] hash = new long[PerceptualHash.WORDS];
      for (int i = 0; i < photos; i++) {
        boolean copy = i % COPIES == 1;
        for (int n = 0; n < WIDTH; n++) {
          values[n] = copy ? values[n] + 0.1f * random.nextFloat() : random.nextFloat();
        }
        for (int word = 0; word < hash.length; word++) {
          hash[word] = copy ? hash[word] ^ 1 : random.nextLong();
        }
        byte[] id = new byte[32];
        random.nextBytes(id);
        String name = i % 2 == 0 ? "daisy" : "rose";
        writer.append(
            new Embedding(
                HexFormat.of().formatHex(id), i % 2, name, name + "/" + i + ".jpg", values));
        hashOutput.write(id);
        for (long word : hash) {
          hashOutput.writeLong(word);
        }
      }
      writer.complete();
    }
  }
}
