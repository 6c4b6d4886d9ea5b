package dev.flowers.zoo;

import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A model's provenance as {@code model.json}. */
final class ProvenanceJson {
  static final String FILE = "model.json";

  private static final JsonFormat<ModelProvenance> JSON = JsonFormat.of(ModelProvenance.class, 1);

  /**
   * A NaN, which is no JSON, but was written once for epochs without validation. Inside a text the
   * first quote would have a backslash, and the line would not end behind it.
   */
  private static final Pattern NAN = Pattern.compile("(?m)^( *\"\\w+\": )NaN(,?)$");

  private ProvenanceJson() {}

  static void write(ModelProvenance provenance, Path file) throws IOException {
    JSON.write(file, provenance);
  }

  static ModelProvenance read(Path file) throws IOException {
    return JSON.parse(file, NAN.matcher(TextFile.read(file)).replaceAll("$1null$2"));
  }
}
