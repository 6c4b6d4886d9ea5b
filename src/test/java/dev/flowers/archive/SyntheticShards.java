package dev.flowers.archive;

import dev.flowers.embedding.PhotoEntry;
import dev.flowers.embedding.ShardManifest;
import dev.flowers.embedding.ShardWriter;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Shards of random embeddings, to measure how fast a head names them. */
final class SyntheticShards {
  private SyntheticShards() {}

  /**
   * {@code SyntheticShards DIR SHARDS RECORDS WIDTH TRUNK}.
   *
   * @param args a new directory, how many shards of how many records, how many numbers each has,
   *     and the identity of the trunk that they pretend to be of
   */
  public static void main(String[] args) throws IOException {
    write(
        Path.of(args[0]),
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        args[4]);
  }

  static void write(Path directory, int shards, int records, int width, String trunk)
      throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(16);
    List<ShardManifest.Shard> written = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      String name = String.format(Locale.ROOT, "part-%05d.tfrecord", shard);
      try (OutputStream out = Files.newOutputStream(directory.resolve(name));
          OutputStream index = Files.newOutputStream(directory.resolve(name + ".index"))) {
        ShardWriter writer = new ShardWriter(out, index);
        for (int i = 0; i < records; i++) {
          int number = shard * records + i;
          String id = new Sha256().update(ByteBuffer.allocate(4).putInt(0, number)).hex();
          PhotoEntry photo = new PhotoEntry("archive/" + number + ".jpg", 1, 1, 0, id, "");
          writer.append(photo, "any", numbers(random, width));
        }
        written.add(writer.finish(name, name + ".index"));
      }
    }
    ShardManifest manifest = new ShardManifest(trunk, width, List.of("any"), 1, written, List.of());
    AtomicFile.write(directory.resolve(ShardManifest.FILE), manifest.text());
  }

  private static float[] numbers(Random random, int width) {
    float[] numbers = new float[width];
    for (int i = 0; i < width; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }
}
