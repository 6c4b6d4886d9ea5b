package dev.flowers.trunk;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.flowers.trunk.ConvertedTrunk.Source;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code trunk.json}, the description beside the raw tensors, version 1. */
final class TrunkJson {
  static final String FILE = "trunk.json";
  private static final String FORMAT = "flowers-vgg16 trunk";
  private static final int VERSION = 1;
  private static final long LONGEST = 1 << 20;
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private TrunkJson() {}

  /** As it is written; any of it may be missing in a file that someone else made. */
  private record Description(
      @Nullable String format,
      int version,
      @Nullable String fingerprint,
      @Nullable SourceFile source,
      @Nullable List<@Nullable Layer> layers) {}

  private record SourceFile(@Nullable String name, long size, @Nullable String modified) {}

  private record Layer(
      @Nullable String name,
      @Nullable List<@Nullable Integer> weights,
      @Nullable List<@Nullable Integer> biases) {}

  static void write(ConvertedTrunk trunk) throws IOException {
    Source source = trunk.source();
    Description description =
        new Description(
            FORMAT,
            VERSION,
            trunk.fingerprint(),
            new SourceFile(source.name(), source.size(), source.modified().toString()),
            trunk.layers().stream()
                .map(l -> new Layer(l.name(), l.weightsShape(), l.biases().shape()))
                .toList());
    Files.writeString(trunk.directory().resolve(FILE), GSON.toJson(description) + "\n");
  }

  static ConvertedTrunk read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new MalformedWeightsException(
          file, "found no such file; expected the description of a converted vgg16.npy");
    }
    if (Files.size(file) > LONGEST) {
      throw new MalformedWeightsException(
          file, "found " + Files.size(file) + " bytes; expected at most " + LONGEST);
    }
    try {
      Description description =
          required(GSON.fromJson(Files.readString(file), Description.class), "content");
      if (!FORMAT.equals(description.format)) {
        throw new IllegalArgumentException(
            "found format '" + description.format + "'; expected '" + FORMAT + "'");
      }
      if (description.version != VERSION) {
        throw new IllegalArgumentException(
            "found version " + description.version + "; expected " + VERSION);
      }
      return trunk(directory, description);
    } catch (JsonParseException | CharacterCodingException e) {
      throw new MalformedWeightsException(
          file, "found bad JSON (" + e.getMessage() + "); expected a description: convert again");
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new MalformedWeightsException(file, e.getMessage() + ": convert again");
    }
  }

  private static ConvertedTrunk trunk(Path directory, Description description) {
    List<TrunkLayer> layers = new ArrayList<>();
    for (Layer layer : required(description.layers, "layers")) {
      Layer present = required(layer, "a layer");
      List<Integer> weights = new ArrayList<>();
      for (Integer dimension : required(present.weights, "weights")) {
        weights.add(required(dimension, "a dimension"));
      }
      TrunkLayer made = new TrunkLayer(required(present.name, "a name"), weights);
      if (!made.biases().shape().equals(present.biases)) {
        throw new IllegalArgumentException(
            "layer "
                + made.name()
                + ": found biases "
                + present.biases
                + "; expected one an output");
      }
      layers.add(made);
    }
    SourceFile source = required(description.source, "source");
    return new ConvertedTrunk(
        directory,
        layers,
        required(description.fingerprint, "fingerprint"),
        new Source(
            required(source.name, "the source's name"),
            source.size,
            Instant.parse(required(source.modified, "the source's time"))));
  }

  private static <T> T required(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalArgumentException("found no " + what + "; expected it");
    }
    return value;
  }
}
