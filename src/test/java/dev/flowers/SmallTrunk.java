package dev.flowers;

import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.trunk.vgg.SeededVgg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A trunk of VGG16's form with a 32nd of its channels: 128 numbers a photo, in milliseconds. */
public final class SmallTrunk {
  /** Numbers a photo. */
  public static final int WIDTH = 128;

  private SmallTrunk() {}

  /** Its weights, as {@code weights/vgg16.npy} below a home. */
  public static Path weights(Path home) throws IOException {
    Path npy = home.resolve("weights").resolve("vgg16.npy");
    if (!Files.exists(npy)) {
      new SeededVgg(7, 32).write(npy, bytes -> {});
    }
    return npy;
  }

  /** Converted into the home. */
  public static Trunk convertedIn(Path home) throws IOException {
    return new TrunkStore(home.resolve("trunk")).convert(weights(home), bytes -> {});
  }
}
