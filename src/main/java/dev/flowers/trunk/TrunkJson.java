package dev.flowers.trunk;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
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

/** {@code trunk.json}, the description beside the raw tensors, version 2. */
final class TrunkJson {
  static final String FILE = "trunk.json";
  private static final String FORMAT = "flowers-vgg16 trunk";
  private static final int VERSION = 2;
  private static final long LONGEST = 1 << 20;

  private TrunkJson() {}

  /** As it is written; any of it may be missing in a file that someone else made. */
  private record Description(
      @Nullable String format,
      int version,
      @Nullable String fingerprint,
      @Nullable List<@Nullable SourceFile> sources,
      @Nullable List<@Nullable Layer> layers) {}

  private record SourceFile(
      @Nullable String name, long size, @Nullable String modified, @Nullable String sample) {}

  private record Layer(
      @Nullable String name,
      @Nullable List<@Nullable Integer> weights,
      @Nullable List<@Nullable Integer> biases) {}

  /** Describes a trunk; the file may have to be moved to where the trunk is. */
  static void write(ConvertedTrunk trunk, Path directory) throws IOException {
    // Field by field: Gson's reflection costs more time than the whole of a small conversion.
    try (JsonWriter json = new JsonWriter(Files.newBufferedWriter(directory.resolve(FILE)))) {
      json.setIndent("  ");
      json.beginObject();
      json.name("format").value(FORMAT);
      json.name("version").value(VERSION);
      json.name("fingerprint").value(trunk.fingerprint());
      json.name("sources").beginArray();
      for (Source source : trunk.sources()) {
        json.beginObject();
        json.name("name").value(source.name());
        json.name("size").value(source.size());
        json.name("modified").value(source.modified().toString());
        json.name("sample").value(source.sample());
        json.endObject();
      }
      json.endArray();
      json.name("layers").beginArray();
      for (TrunkLayer layer : trunk.layers()) {
        json.beginObject();
        json.name("name").value(layer.name());
        shape(json.name(TrunkTensor.WEIGHTS), layer.weightsShape());
        shape(json.name(TrunkTensor.BIASES), layer.biases().shape());
        json.endObject();
      }
      json.endArray();
      json.endObject();
    }
  }

  private static void shape(JsonWriter json, List<Integer> shape) throws IOException {
    json.beginArray();
    for (int dimension : shape) {
      json.value(dimension);
    }
    json.endArray();
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
          required(new Gson().fromJson(Files.readString(file), Description.class), "content");
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
    List<Source> sources = new ArrayList<>();
    for (SourceFile file : required(description.sources, "sources")) {
      SourceFile source = required(file, "source");
      sources.add(
          new Source(
              required(source.name, "the source's name"),
              source.size,
              Instant.parse(required(source.modified, "the source's time")),
              required(source.sample, "the source's sample")));
    }
    return new ConvertedTrunk(
        directory, layers, required(description.fingerprint, "fingerprint"), sources);
  }

  private static <T> T required(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalArgumentException("found no " + what + "; expected it");
    }
    return value;
  }
}
