package dev.flowers.novelty;

import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Made-up embeddings: a Gaussian cloud a class, each in a direction of its own.
 *
 * @param classes how many
 * @param width numbers of an embedding, at least as many as classes
 * @param distance from the origin to the clouds' centres, in standard deviations
 */
record Clouds(int classes, int width, double distance) {
  /** Writes as many embeddings, of the classes in turn. */
  EmbeddingFile write(Path file, int count) throws IOException {
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "cloud" + i).toList();
    try (EmbeddingWriter writer = EmbeddingWriter.open(file, "trunk", names, width)) {
      for (int n = 0; n < count; n++) {
        int label = n % classes;
        byte[] id = new byte[32];
        new Random(n + 1_000_000L).nextBytes(id);
        writer.append(
            new Embedding(
                HexFormat.of().formatHex(id),
                label,
                names.get(label),
                names.get(label) + "/" + n + ".jpg",
                embedding(label, n)));
      }
      writer.complete();
    }
    return EmbeddingFile.open(file);
  }

  /** One of a cloud, also of one beyond the classes. */
  float[] embedding(int cloud, int seed) {
    Random random = new Random(seed);
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      values[i] = (float) (5 + random.nextGaussian() + (i == cloud ? distance : 0));
    }
    return values;
  }
}
