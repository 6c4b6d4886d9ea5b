package example;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.flowers.dataset.FlowerPhotos;
import dev.flowers.dataset.PhotoImages;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.storage.Home;
import dev.flowers.trunk.vgg.SeededVgg;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes what {@link Train} needs, has it train, and reads photos as DJL's datasets. */
public final class Consumer {
  public static void main(String[] args) throws Exception {
    Path photos = new PaintedFlowers(24, 1).paint(Path.of(args[0]), n -> {});
    // Random numbers in the form and size of the public weights.
    Path weights = photos.resolveSibling("vgg16.npy");
    new SeededVgg(1, 1).write(weights, bytes -> {});
    Train.train(photos, weights);
    Files.delete(weights); // the trunk has files of its own

    // Where they are, FlowerPhotos downloads nothing.
    Files.createDirectories(Home.standard().photos());
    Path home = Home.standard().photos().resolve("flower_photos");
    new PaintedFlowers(8, 1).paint(home, n -> {});
    FlowerPhotos flowers =
        FlowerPhotos.builder()
            .optUsage(Dataset.Usage.TRAIN)
            .optImageSize(64)
            .setSampling(8, true)
            .build();
    check(photosIn(flowers) == flowers.size(), "the flower photos come in batches");

    PhotoImages.Builder<?> builder = PhotoImages.builder();
    builder.setFolder(photos).optUsage(Dataset.Usage.TEST).optImageSize(64).setSampling(8, true);
    PhotoImages own = builder.build();
    check(photosIn(own) == own.size(), "photos of one's own come in batches");
  }

  private static long photosIn(PhotoImages images) throws Exception {
    images.prepare();
    long photos = 0;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (Batch batch : images.getData(manager)) {
        photos += batch.getSize();
        batch.close();
      }
    }
    return photos;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected that " + what);
    }
    System.out.println("ok: " + what);
  }

  private Consumer() {}
}
