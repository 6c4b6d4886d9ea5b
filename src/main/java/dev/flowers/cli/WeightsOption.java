package dev.flowers.cli;

import dev.flowers.home.Home;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights the trunk is made of. */
final class WeightsOption {
  /** Where the public file is; no checksum of it is published. */
  static final String ADDRESS = "https://s3.amazonaws.com/content.udacity-data.com/nd101/vgg16.npy";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The public vgg16.npy; without it, weights/vgg16.npy in the home.")
  @Nullable Path file;

  /** The file, which is there. */
  Path in(Home home) throws NoSuchFileException {
    Path weights = file == null ? home.weights().resolve("vgg16.npy") : file;
    if (!Files.exists(weights)) {
      throw new NoSuchFileException(
          weights.toString(),
          null,
          "no such file; fetch " + ADDRESS + " (553 MB), put it there, or name it with --weights");
    }
    return weights;
  }
}
