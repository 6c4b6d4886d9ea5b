package dev.flowers.head;

import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Made-up embeddings: a Gaussian cloud a class. */
final class Blobs {
  private final int classes;
  private final int width;
  private final double distance;
  private final double scale;

  /**
   * Describes the clouds.
   *
   * @param distance how far the centres are apart, in standard deviations of one coordinate; 0
   *     makes the label a matter of chance
   */
  Blobs(int classes, int width, double distance) {
    this(classes, width, distance, 1);
  }

  /** The same, with all numbers multiplied. */
  Blobs(int classes, int width, double distance, double scale) {
    this.classes = classes;
    this.width = width;
    this.distance = distance;
    this.scale = scale;
  }

  EmbeddingFile write(Path file, int count) throws IOException {
    return write(file, n -> n, count);
  }

  /** Writes the embeddings in another order. */
  EmbeddingFile write(Path file, IntUnaryOperator order, int count) throws IOException {
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "blob" + i).toList();
    try (EmbeddingWriter writer = EmbeddingWriter.open(file, "trunk", names, width)) {
      for (int k = 0; k < count; k++) {
        int n = order.applyAsInt(k);
        int label = n % classes;
        writer.append(new Embedding(id(n), label, names.get(label), n + ".jpg", values(n, label)));
      }
      writer.complete();
    }
    return EmbeddingFile.open(file);
  }

  private float[] values(int n, int label) {
    Random random = new Random(n);
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      // Of different scales and offsets, as the trunk's numbers are; the first one never varies.
      double centre = i % classes == label ? distance : 0;
      double x = i == 0 ? 3 : (random.nextGaussian() + centre) * (1 + i % 7) + i % 5;
      values[i] = (float) (x * scale);
    }
    return values;
  }

  private static String id(int n) {
    byte[] id = new byte[32];
    new Random(n + 1_000_000L).nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
