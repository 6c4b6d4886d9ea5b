package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingDatasetTest {
  private final int[] rows = IntStream.range(10, 60).toArray();

  @TempDir Path dir;

  @Test
  void eachEpochHasEveryRowOnceInAnotherOrder() throws IOException {
    try (EmbeddingFile file = file()) {
      EmbeddingDataset dataset = EmbeddingDataset.shuffled(file, rows, 8, 16);
      int[] first = dataset.order(0);
      int[] second = dataset.order(1);
      assertFalse(Arrays.equals(first, second));
      assertFalse(Arrays.equals(first, rows));
      assertArrayEquals(rows, Arrays.stream(first).sorted().toArray());
      assertArrayEquals(rows, Arrays.stream(second).sorted().toArray());
    }
  }

  @Test
  void seedAndEpochAloneDecideTheOrder() throws IOException {
    try (EmbeddingFile file = file()) {
      int[] order = EmbeddingDataset.shuffled(file, rows, 8, 16).order(3);
      assertArrayEquals(order, EmbeddingDataset.shuffled(file, rows, 8, 16).order(3));
      assertFalse(Arrays.equals(order, EmbeddingDataset.shuffled(file, rows, 8, 17).order(3)));
    }
  }

  @Test
  void inOrderIsAsGiven() throws IOException {
    try (EmbeddingFile file = file()) {
      assertArrayEquals(rows, EmbeddingDataset.inOrder(file, rows, 8).order(5));
    }
  }

  @Test
  void refusesAnEmptyBatch() throws IOException {
    try (EmbeddingFile file = file()) {
      assertThrows(IllegalArgumentException.class, () -> EmbeddingDataset.inOrder(file, rows, 0));
    }
  }

  private EmbeddingFile file() throws IOException {
    return EmbeddingFile.open(Samples.plain(dir.resolve("a.tfrecord"), Samples.photo(0)));
  }
}
