package dev.flowers.head;

import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.Quantity;
import dev.flowers.storage.Sha256;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A head's directory: {@code head.json}, and each matrix as raw little-endian float32.
 *
 * <p>A matrix file's name has the beginning of its content's SHA-256, so a new head's files never
 * overwrite the old one's; replacing {@code head.json} is the one step that changes heads, and
 * files that it does not name are deleted after it.
 */
final class HeadFiles {
  static final int FORMAT = 1;
  static final String JSON = "head.json";

  private static final String FLOATS = ".f32";
  private static final JsonFormat<Head> HEAD = JsonFormat.of(Head.class, FORMAT);

  private HeadFiles() {}

  /** The JSON's content, beside the format's number. */
  private record Head(List<String> classes, List<Layer> layers, Provenance provenance) {
    Head {
      classes = List.copyOf(classes);
      layers = List.copyOf(layers);
    }
  }

  private record Layer(int inputs, int outputs, Floats weights, Floats bias) {
    Layer {
      if (inputs < 1 || outputs < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "layer: found [%d, %d], expected both above 0", inputs, outputs));
      }
    }

    long weightCount() {
      return Math.multiplyFull(inputs, outputs);
    }
  }

  private record Floats(String file, String sha256) {
    Floats {
      if (!file.matches("[a-z0-9-]{1,100}\\.f32")) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "found file \"%s\", expected a plain name that ends in .f32", file));
      }
    }
  }

  static void save(TrainedHead head, Path directory) throws IOException {
    Files.createDirectories(directory);
    List<Layer> layers = new ArrayList<>();
    Set<String> current = new HashSet<>();
    for (DenseLayer layer : head.layers()) {
      int number = layers.size() + 1;
      Floats weights = saveFloats(directory, "weights" + number, layer.weights());
      Floats bias = saveFloats(directory, "bias" + number, layer.bias());
      layers.add(new Layer(layer.inputs(), layer.outputs(), weights, bias));
      current.add(weights.file());
      current.add(bias.file());
    }
    HEAD.write(directory.resolve(JSON), new Head(head.classes(), layers, head.provenance()));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + FLOATS)) {
      for (Path file : files) {
        if (!current.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
  }

  static TrainedHead load(Path directory) throws IOException {
    return read(directory, HeadFiles::verified);
  }

  /** The same, but the numbers are not looked at. */
  static TrainedHead open(Path directory) throws IOException {
    return read(directory, HeadFiles::unverified);
  }

  @FunctionalInterface
  private interface LayerReader {
    DenseLayer read(Path directory, Layer layer) throws IOException;
  }

  private static TrainedHead read(Path directory, LayerReader reader) throws IOException {
    Path json = directory.resolve(JSON);
    Head head = HEAD.read(json);
    List<DenseLayer> layers = new ArrayList<>();
    try {
      for (Layer layer : head.layers()) {
        layers.add(reader.read(directory, layer));
      }
      return new TrainedHead(head.classes(), layers, head.provenance());
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(
          json, "found no head (" + e.getMessage() + "), expected layers that fit", e);
    }
  }

  private static DenseLayer verified(Path directory, Layer layer) throws IOException {
    return DenseLayer.of(
        layer.inputs(),
        layer.outputs(),
        loadFloats(directory, layer.weights(), layer.weightCount()),
        loadFloats(directory, layer.bias(), layer.outputs()));
  }

  private static DenseLayer unverified(Path directory, Layer layer) throws IOException {
    Path weights = checkedFile(directory, layer.weights(), layer.weightCount());
    Path bias = checkedFile(directory, layer.bias(), layer.outputs());
    return DenseLayer.ofBytes(
        layer.inputs(), layer.outputs(), Files.readAllBytes(weights), Files.readAllBytes(bias));
  }

  private static Floats saveFloats(Path directory, String name, FloatBuffer floats)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    String sha256 = new Sha256().update(bytes).hex();
    String file = name + "-" + sha256.substring(0, 16) + FLOATS;
    AtomicFile.write(directory.resolve(file), bytes.array());
    return new Floats(file, sha256);
  }

  private static Path checkedFile(Path directory, Floats floats, long count) throws IOException {
    Path file = directory.resolve(floats.file());
    long size;
    try {
      size = Files.size(file);
    } catch (NoSuchFileException e) {
      throw new IOException(
          String.format(Locale.ROOT, "%s is missing, but %s names it", file, JSON), e);
    }
    if (size != count * Float.BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: found %s, expected %d: %d floats",
              file,
              Quantity.of(size, "byte"),
              count * Float.BYTES,
              count));
    }
    return file;
  }

  private static float[] loadFloats(Path directory, Floats floats, long count) throws IOException {
    Path file = checkedFile(directory, floats, count);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    String sha256 = new Sha256().update(bytes).hex();
    if (!sha256.equals(floats.sha256())) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%s: found SHA-256 %s, expected %s", file, sha256, floats.sha256()));
    }
    float[] numbers = new float[(int) count];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }
}
