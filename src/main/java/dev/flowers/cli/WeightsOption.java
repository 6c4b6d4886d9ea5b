package dev.flowers.cli;

import dev.flowers.download.PublicFiles;
import dev.flowers.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights the trunk is made of. */
final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A vgg16.npy; without it the public one, which is fetched if it is not in the home.")
  @Nullable Path file;

  /** The file, which is there; fetches it if none was named. */
  Path in(Home home, Steps steps) throws IOException {
    if (file != null) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString(), null, "no such file, expected a vgg16.npy");
      }
      return file;
    }
    Path weights = inHome(home);
    return Files.exists(weights) ? weights : steps.downloadWeights(PublicFiles.vgg16Weights());
  }

  /** Where the public weights are kept. */
  static Path inHome(Home home) {
    return home.weights().resolve("vgg16.npy");
  }
}
