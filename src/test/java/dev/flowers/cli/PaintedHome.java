package dev.flowers.cli;

import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A home with the weights of a small trunk, and painted photos beside it.
 *
 * @param home where no model was trained yet
 * @param photos a folder of class folders
 */
record PaintedHome(Path home, Path photos) {
  /** Makes both in a directory, with so many photos a class. */
  static PaintedHome in(Path directory, int photosPerClass) throws IOException {
    Path home = directory.resolve("home");
    SmallTrunk.weights(home);
    Path photos = directory.resolve("my photos");
    return new PaintedHome(home, PaintedPhotos.paint(photos, photosPerClass, 1));
  }
}
