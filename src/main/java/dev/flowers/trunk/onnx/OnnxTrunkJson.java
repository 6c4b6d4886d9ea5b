package dev.flowers.trunk.onnx;

import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.StaleFileException;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code trunk.json}, the description beside a stored model. */
final class OnnxTrunkJson {
  static final String FORMAT = "flowers-vgg16 ONNX trunk";

  private static final JsonFormat<Description> JSON =
      JsonFormat.of(Description.class, "version", 1);

  private OnnxTrunkJson() {}

  /**
   * What the file holds.
   *
   * @param id the folder's name
   * @param width of an embedding
   * @param rank how many dimensions the output has
   * @param output its name
   * @param tokens what becomes of tokens; empty if there are none
   * @param files what else is in the directory, the model first
   */
  record Description(
      String format,
      String id,
      String fingerprint,
      int width,
      int rank,
      String output,
      String tokens,
      List<Stored> files,
      List<TrunkSource> sources) {
    Description {
      files = List.copyOf(files);
      sources = List.copyOf(sources);
      if (!format.equals(FORMAT)) {
        throw new IllegalArgumentException(
            "found format \"" + format + "\", expected \"" + FORMAT + "\"");
      }
      if (!fingerprint.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "found fingerprint '" + fingerprint + "'; expected 64 hexadecimal digits");
      }
      if (width < 1 || rank < 2 || rank > 4) {
        throw new IllegalArgumentException(
            "found width " + width + " of " + rank + " dimensions; expected 1 or more of 2 to 4");
      }
      if (!tokens.isEmpty() && TokenPooling.of(tokens).isEmpty()) {
        throw new IllegalArgumentException(
            "found tokens \"" + tokens + "\", expected first, mean or nothing");
      }
      if (files.isEmpty() || sources.isEmpty()) {
        throw new IllegalArgumentException("found no file or no source; expected one of each");
      }
    }

    Description with(TrunkSource source) {
      List<TrunkSource> more = new ArrayList<>(sources);
      more.add(source);
      return new Description(format, id, fingerprint, width, rank, output, tokens, files, more);
    }
  }

  /**
   * A file in the directory.
   *
   * @param name relative to it, with forward slashes
   * @param size in bytes
   */
  record Stored(String name, long size) {
    Stored {
      if (name.isEmpty()
          || name.startsWith("/")
          || name.matches("(.*/)?\\.\\.(/.*)?|.*[\\\\:*\\x00].*")) {
        throw new IllegalArgumentException(
            "found file \"" + name + "\", expected one in this directory");
      }
    }
  }

  static void write(Description description, Path directory) throws IOException {
    JSON.write(directory.resolve(Trunk.DESCRIPTION), description);
  }

  static Description read(Path directory) throws IOException {
    Path file = directory.resolve(Trunk.DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new MalformedOnnxException(
          file, "found no such file; expected the description of an ONNX trunk");
    }
    try {
      return JSON.read(file);
    } catch (StaleFileException | MalformedFileException e) {
      throw nameAgain(file, e.getReason(), e);
    }
  }

  private static MalformedOnnxException nameAgain(
      Path file, @Nullable String problem, IOException cause) {
    return new MalformedOnnxException(file, problem + ": name the trunk's folder again", cause);
  }
}
