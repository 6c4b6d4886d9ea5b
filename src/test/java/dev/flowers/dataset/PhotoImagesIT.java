package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.flowers.PaintedPhotos;
import dev.flowers.storage.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoImagesIT {
  private static final Split SPLIT = new Split(50, 25, 25, 1);

  @TempDir Path directory;

  @Test
  void partsAreDisjointTogetherAllAndTheSameEachTime() throws Exception {
    Path photos = painted();
    Set<Path> all = new HashSet<>();
    int sum = 0;
    for (Dataset.Usage usage : Dataset.Usage.values()) {
      List<Photo> part = part(photos, usage).photos();
      assertEquals(part, part(photos, usage).photos());
      part.forEach(photo -> all.add(photo.path()));
      sum += part.size();
    }
    assertEquals(60, sum);
    assertEquals(60, all.size());
  }

  @Test
  void batchesFitAnyDjlTrainingLoop() throws Exception {
    PhotoImages training = part(painted(), Dataset.Usage.TRAIN);
    int seen = 0;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (Batch batch : training.getData(manager)) {
        long size = batch.getData().head().getShape().get(0);
        assertEquals(new Shape(size, 3, 32, 32), batch.getData().head().getShape());
        for (long label : batch.getLabels().head().toLongArray()) {
          assertEquals(training.photos().get(seen).label(), label);
          seen++;
        }
        batch.close();
      }
    }
    assertEquals(training.photos().size(), seen);
    assertEquals(
        List.of("daisy", "dandelion", "roses", "sunflowers", "tulips"), training.getClasses());
  }

  @Test
  void aBadPhotoIsLeftOutAndNamed() throws Exception {
    Path photos = painted();
    Path bad = Files.writeString(photos.resolve("roses/bad.jpg"), "no photo");
    PhotoImages training = part(photos, Dataset.Usage.TRAIN);
    assertEquals(List.of(bad), training.unreadable());
    assertTrue(training.photos().stream().noneMatch(photo -> photo.path().equals(bad)));
  }

  @Test
  void flowerPhotosAreFetchedUnpackedAndNotFetchedAgain() throws Exception {
    Path archive = archive(painted());
    Home home = new Home(directory.resolve("home"));
    Path folder =
        FlowerPhotos.fetch(
            home, dev.flowers.download.Source.of(archive.toUri()), (done, total) -> {});
    Files.delete(archive);
    FlowerPhotos test =
        FlowerPhotos.builder()
            .optHome(home)
            .optUsage(Dataset.Usage.TEST)
            .optSplit(SPLIT)
            .setSampling(8, false)
            .build();
    test.prepare();
    assertEquals(home.photos().resolve("flower_photos"), folder);
    assertTrue(test.photos().get(0).path().startsWith(folder));
    assertTrue(Files.exists(folder.resolve("LICENSE.txt")));
  }

  private Path painted() throws IOException {
    return PaintedPhotos.paint(directory.resolve("photos"), 12, 5);
  }

  private static PhotoImages part(Path photos, Dataset.Usage usage) throws Exception {
    PhotoImages.Builder<?> builder = PhotoImages.builder();
    builder.setFolder(photos);
    builder.optUsage(usage);
    builder.optSplit(SPLIT);
    builder.optImageSize(32);
    builder.setSampling(8, false);
    PhotoImages images = builder.build();
    images.prepare();
    return images;
  }

  private Path archive(Path photos) throws IOException {
    Path archive = directory.resolve("flower_photos.tgz");
    try (TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new GzipCompressorOutputStream(Files.newOutputStream(archive)));
        var files = Files.walk(photos)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entry(tar, "flower_photos/" + photos.relativize(file), Files.readAllBytes(file));
      }
      entry(tar, "flower_photos/LICENSE.txt", new byte[] {'x'});
    }
    return archive;
  }

  private static void entry(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
