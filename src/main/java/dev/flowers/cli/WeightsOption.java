package dev.flowers.cli;

import dev.flowers.download.PublicFiles;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights the trunk is made of. */
final class WeightsOption {
  /** What the public file is called, wherever it is. */
  private static final String NAME = "vgg16.npy";

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A vgg16.npy; without it the one in the home, else the newest that was converted before,"
              + " else the public one, which is fetched.")
  @Nullable Path file;

  /** The trunk made of the weights, which are converted or even fetched if need be. */
  ConvertedTrunk trunk(Home home, Steps steps) throws IOException {
    if (file != null) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString(), null, "no such file, expected a vgg16.npy");
      }
      return steps.convert(file);
    }
    Path weights = inHome(home);
    if (Files.exists(weights)) {
      return steps.convert(weights);
    }
    Optional<ConvertedTrunk> earlier = steps.convertedEarlier(NAME);
    return earlier.isPresent()
        ? earlier.get()
        : steps.convert(steps.downloadWeights(PublicFiles.vgg16Weights()));
  }

  /** Where the public weights are kept. */
  static Path inHome(Home home) {
    return home.weights().resolve(NAME);
  }
}
