package dev.flowers.zoo;

import ai.djl.modality.Classifications;
import dev.flowers.FlowerClassifier;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallModel;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A small model that was trained, published, exported and moved elsewhere, after which its home was
 * deleted.
 *
 * @param directory where the export is now
 * @param expected photos of many sizes, and what the home's classifier said of them
 * @param reportedSize what the export said its size is
 * @param stillMapped whether a file of the trunk was mapped when the export was done
 */
record ExportedModel(
    Path directory, Map<Path, Classifications> expected, long reportedSize, boolean stillMapped) {

  static ExportedModel in(Path directory) throws IOException {
    Home home = new Home(directory.resolve("home"));
    Path painted = PaintedPhotos.paint(directory.resolve("photos"), 8, 3);
    PublishedModel published =
        SmallModel.publishedIn(
            home, painted, HeadOptions.builder().optHidden(16).optEpochs(20).build());
    // Else what the calibration does to an export would not show.
    if (published.head().provenance().temperature().isEmpty()) {
      throw new IOException(published.reference() + ": found no temperature, expected one");
    }
    Map<Path, Classifications> expected = new LinkedHashMap<>();
    Path first = directory.resolve("first place");
    long size = ModelExport.write(published, new TrunkStore(home.trunk()), Optional.empty(), first);
    boolean stillMapped = isMapped(home.trunk());
    try (FlowerClassifier classifier =
        FlowerClassifier.load(home, published.reference(), Optional.of(Precision.FLOAT32))) {
      for (Path photo : photos(directory, painted)) {
        expected.put(photo, classifier.classify(photo));
      }
    }
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(first, elsewhere);
    FileTree.delete(home.root());
    return new ExportedModel(elsewhere, expected, size, stillMapped);
  }

  /** A photo of each class, and one of them in other sizes, some smaller than the network's. */
  private static List<Path> photos(Path directory, Path painted) throws IOException {
    List<Path> photos = new ArrayList<>();
    try (Stream<Path> files = Files.walk(painted)) {
      files.filter(file -> file.toString().endsWith("-0001.jpg")).sorted().forEach(photos::add);
    }
    BufferedImage photo = ImageIO.read(photos.get(0).toFile());
    photos.add(write(photo, directory, 300, 301, BufferedImage.TYPE_INT_RGB, "png"));
    photos.add(write(photo, directory, 224, 224, BufferedImage.TYPE_INT_RGB, "png"));
    photos.add(write(photo, directory, 90, 61, BufferedImage.TYPE_INT_RGB, "png"));
    photos.add(write(photo, directory, 60, 91, BufferedImage.TYPE_INT_RGB, "jpg"));
    photos.add(write(photo, directory, 120, 80, BufferedImage.TYPE_BYTE_GRAY, "jpg"));
    photos.add(write(photo, directory, 70, 80, BufferedImage.TYPE_BYTE_INDEXED, "gif"));
    return photos;
  }

  private static Path write(
      BufferedImage photo, Path directory, int width, int height, int type, String format)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(photo, 0, 0, width, height, null);
    graphics.dispose();
    Path file = directory.resolve(width + "x" + height + "." + format);
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException(file + ": no writer");
    }
    return file;
  }

  /** As far as the system tells. */
  private static boolean isMapped(Path directory) throws IOException {
    Path maps = Path.of("/proc/self/maps");
    return Files.exists(maps) && Files.readString(maps).contains(directory.toString());
  }
}
