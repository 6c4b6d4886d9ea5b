package dev.flowers.trunk.vgg;

import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.StaleFileException;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code trunk.json}, the description beside the raw tensors. */
final class TrunkJson {
  static final String FILE = Trunk.DESCRIPTION;

  private static final String FORMAT = "flowers-vgg16 trunk";
  private static final JsonFormat<Description> JSON =
      JsonFormat.of(Description.class, "version", 2);

  private TrunkJson() {}

  private record Description(
      String format, String fingerprint, List<TrunkSource> sources, List<Layer> layers) {
    Description {
      if (!format.equals(FORMAT)) {
        throw new IllegalArgumentException(
            "found format \"" + format + "\", expected \"" + FORMAT + "\"");
      }
    }
  }

  private record Layer(String name, List<Integer> weights, List<Integer> biases) {
    Layer {
      TrunkLayer layer = new TrunkLayer(name, weights);
      layer.weights().bytes(); // which refuses more than fit a long
      if (!layer.biases().shape().equals(biases)) {
        throw new IllegalArgumentException(
            "layer " + name + ": found biases " + biases + ", expected one an output");
      }
    }

    static Layer of(TrunkLayer layer) {
      return new Layer(layer.name(), layer.weightsShape(), layer.biases().shape());
    }
  }

  /** Describes a trunk in the directory where its tensors are. */
  static void write(VggTrunk trunk, Path directory) throws IOException {
    JSON.write(
        directory.resolve(FILE),
        new Description(
            FORMAT,
            trunk.fingerprint(),
            trunk.sources(),
            trunk.layers().stream().map(Layer::of).toList()));
  }

  static VggTrunk read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new MalformedWeightsException(
          file, "found no such file; expected the description of converted weights");
    }
    try {
      Description description = JSON.read(file);
      List<TrunkLayer> layers = new ArrayList<>();
      for (Layer layer : description.layers) {
        layers.add(new TrunkLayer(layer.name, layer.weights));
      }
      return new VggTrunk(directory, layers, description.fingerprint, description.sources);
    } catch (StaleFileException | MalformedFileException e) {
      throw convertAgain(file, e.getReason());
    } catch (IllegalArgumentException e) {
      throw convertAgain(file, e.getMessage());
    }
  }

  private static MalformedWeightsException convertAgain(Path file, @Nullable String problem) {
    return new MalformedWeightsException(file, problem + ": convert again");
  }
}
