package dev.flowers.embedding;

import dev.flowers.dataset.PhotoFolder;
import dev.flowers.download.DownloadProgress;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.FileTree;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * How much of the trunk's own speed is left when photos are read, decoded, cropped and written: the
 * trunk alone on ready-made tensors before and after the whole, in one run. {@code
 * benchmarks/embed.sh} starts it; not a test, for a time is no reason to fail.
 */
final class EmbedThroughput {
  /** That a figure of the trunk alone is of. */
  private static final int PHOTOS = 192;

  private EmbedThroughput() {}

  /**
   * Measures and prints.
   *
   * @param args a folder of class folders, and a vgg16.npy
   */
  public static void main(String[] args) throws IOException {
    Path work = Files.createTempDirectory("embed-throughput");
    Trunk trunk = new TrunkStore(work.resolve("trunk")).convert(Path.of(args[1]), bytes -> {});
    PhotoFolder photos = PhotoFolder.list(Path.of(args[0]));
    measure(trunk, photos, work);
    if (Precision.best() != Precision.FLOAT32) {
      measure(trunk.in(Precision.best()), photos, work);
    }
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(line -> System.out.println("peak memory: " + line.substring(6).strip()));
    }
    FileTree.delete(work);
  }

  private static void measure(Trunk trunk, PhotoFolder photos, Path work) throws IOException {
    int size = trunk.precision().batch();
    alone(trunk, size); // starts the engine, and shows the machine what is to come
    double before = alone(trunk, size);
    long start = System.nanoTime();
    Embedder.Result result =
        new Embedder(trunk, ImageDecoder.withDefaults())
            .embed(
                photos, work.resolve(trunk.precision() + ".tfrecord"), DownloadProgress.silent());
    double embedding = result.embedded() / seconds(start);
    double after = alone(trunk, size);
    System.out.printf(
        Locale.ROOT,
        "%s%n"
            + "  trunk alone, batch %d: %.2f photos/s before, %.2f after%n"
            + "  embed, %d photos:     %.2f photos/s, %.3f of the trunk alone%n",
        trunk.precision(),
        size,
        before,
        after,
        result.embedded(),
        embedding,
        embedding / ((before + after) / 2));
    for (int batch : new int[] {1, 8, 2 * size}) {
      System.out.printf(
          Locale.ROOT, "  trunk alone, batch %d: %.2f photos/s%n", batch, alone(trunk, batch));
    }
  }

  private static double alone(Trunk files, int batch) throws IOException {
    ByteBuffer photos = files.input().allocate(batch);
    Random random = new Random(1);
    while (photos.hasRemaining()) {
      photos.putFloat(random.nextFloat());
    }
    photos.flip();
    try (RunningTrunk trunk = files.open()) {
      trunk.embed(photos, batch);
      int rounds = Math.max(1, PHOTOS / batch);
      long start = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        trunk.embed(photos, batch);
      }
      return rounds * batch / seconds(start);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
