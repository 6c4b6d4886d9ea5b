package dev.flowers.embedding;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Writes shards with a manifest, of seeded numbers around five points: {@code DIR COUNT SHARDS
 * WIDTH}. For {@code benchmarks/shards.sh}.
 */
final class SyntheticShards {
  private static final List<String> CLASSES =
      List.of("daisy", "dandelion", "roses", "sunflowers", "tulips");

  private SyntheticShards() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    int shards = Integer.parseInt(args[2]);
    int width = Integer.parseInt(args[3]);
    List<ShardManifest.Shard> written = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      written.add(write(directory, shard, shards, count, width));
    }
    ShardManifest.JSON.write(
        directory.resolve(ShardManifest.FILE),
        new ShardManifest("synthetic", width, CLASSES, 1, written, List.of()));
  }

  private static ShardManifest.Shard write(
      Path directory, int shard, int shards, int count, int width) throws IOException {
    String name = "shard" + shard;
    try (OutputStream records = Files.newOutputStream(directory.resolve(name + ".tfrecord"));
        OutputStream index = Files.newOutputStream(directory.resolve(name + ".index.jsonl"))) {
      ShardWriter writer = new ShardWriter(records, index);
      byte[] id = new byte[32];
      for (int photo = shard; photo < count; photo += shards) {
        Random random = new Random(photo);
        random.nextBytes(id);
        int label = photo / shards % CLASSES.size();
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
          values[i] = random.nextFloat() + (i % CLASSES.size() == label ? 0.05f : 0);
        }
        writer.append(
            new PhotoEntry(photo + ".jpg", 1, 2, label, HexFormat.of().formatHex(id), ""),
            CLASSES.get(label),
            values);
      }
      return writer.finish(name + ".tfrecord", name + ".index.jsonl");
    }
  }
}
