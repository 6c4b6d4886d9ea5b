package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.training.util.ProgressBar;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.Embedding;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.Trunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The records of shards, compared with those that one machine makes. */
final class ShardRecords {
  private ShardRecords() {}

  /** The shards have the folder's photos, and embeddings equal to 1e-5 of their length. */
  static void assertAsOnOneMachine(Trunk trunk, Path photos, Path shards) throws IOException {
    List<Embedding> expected = onOneMachine(trunk, photos, shards.resolveSibling(""));
    List<Embedding> found = sorted(shards);
    assertArrayEquals(
        expected.stream().map(ShardRecords::named).toArray(),
        found.stream().map(ShardRecords::named).toArray());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      if (!isNear(expected.get(i).values(), found.get(i).values())) {
        differences.add(expected.get(i).path());
      }
    }
    assertEquals(List.of(), differences);
  }

  /** The records that one machine makes of a folder, sorted by path. */
  static List<Embedding> onOneMachine(Trunk trunk, Path photos, Path directory) throws IOException {
    Path tfrecord = Files.createTempDirectory(directory, "one-machine").resolve("photos.tfrecord");
    new Embedder(trunk, ImageDecoder.withDefaults())
        .embed(PhotoFolder.list(photos), tfrecord, new ProgressBar());
    return sorted(tfrecord);
  }

  /** Whether two embeddings are equal to 1e-5 of their length. */
  static boolean isNear(float[] a, float[] b) {
    double length = 0;
    double apart = 0;
    for (int k = 0; k < a.length; k++) {
      length += (double) a[k] * a[k];
      apart += ((double) a[k] - b[k]) * ((double) a[k] - b[k]);
    }
    return a.length == b.length && Math.sqrt(apart) <= 1e-5 * Math.sqrt(length);
  }

  static List<Embedding> sorted(Path path) throws IOException {
    List<Embedding> records = new ArrayList<>();
    try (EmbeddingFile file = EmbeddingFile.open(path)) {
      for (int row = 0; row < file.size(); row++) {
        records.add(file.embedding(row));
      }
    }
    records.sort(Comparator.comparing(Embedding::path));
    return records;
  }

  private static List<Object> named(Embedding embedding) {
    return List.of(embedding.path(), embedding.id(), embedding.label(), embedding.className());
  }
}
