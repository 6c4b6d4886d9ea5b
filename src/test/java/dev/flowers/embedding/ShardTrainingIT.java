package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowers.dataset.Split;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTrainingIT {
  private static final int PHOTOS = 120;
  private static final int SHARDS = 7;

  @TempDir Path dir;

  @Test
  void shardsInAnyOrderGiveTheHeadOfOneFile() throws IOException {
    Path one = dir.resolve("one.tfrecord");
    Samples.embed(one, "trunk", IntStream.range(0, PHOTOS).toArray());
    Path shards = Files.createDirectories(dir.resolve("shards"));
    List<ShardManifest.Shard> written = new ArrayList<>();
    for (int shard = SHARDS - 1; shard >= 0; shard--) {
      written.add(shard(shards, shard));
    }
    ShardManifest.JSON.write(
        shards.resolve(ShardManifest.FILE),
        new ShardManifest("trunk", Samples.WIDTH, Samples.CLASSES, 1, written, List.of()));

    TrainedHead expected = train(one);
    TrainedHead found = train(shards);
    assertEquals(expected.classes(), found.classes());
    for (int photo = 0; photo < PHOTOS; photo++) {
      float[] values = Samples.photo(photo).values();
      assertArrayEquals(expected.probabilities(values), found.probabilities(values), "" + photo);
    }
  }

  private static TrainedHead train(Path path) throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(path)) {
      return new HeadTrainer(HeadOptions.defaults()).train(file, new Split(80, 10, 10, 1));
    }
  }

  private static ShardManifest.Shard shard(Path directory, int number) throws IOException {
    String name = "shard" + number;
    try (OutputStream records = Files.newOutputStream(directory.resolve(name + ".tfrecord"));
        OutputStream index = Files.newOutputStream(directory.resolve(name + ".index.jsonl"))) {
      ShardWriter writer = new ShardWriter(records, index);
      for (int photo = number; photo < PHOTOS; photo += SHARDS) {
        Embedding embedding = Samples.photo(photo);
        writer.append(
            new PhotoEntry(embedding.path(), 1, 2, embedding.label(), embedding.id(), ""),
            embedding.className(),
            embedding.values());
      }
      return writer.finish(name + ".tfrecord", name + ".index.jsonl");
    }
  }
}
