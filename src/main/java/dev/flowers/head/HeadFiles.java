package dev.flowers.head;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
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
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          // Otherwise Gson leaves them out, and reads what is left out as 0.
          .serializeNulls()
          // Gson reads a record's double by the one, and writes it by the other.
          .registerTypeAdapter(double.class, new NanAsNull())
          .registerTypeAdapter(Double.class, new NanAsNull())
          .create();

  private HeadFiles() {}

  /** The JSON's content, beside the format's number. */
  private record Head(List<String> classes, List<Layer> layers, Provenance provenance) {
    Head {
      classes = List.copyOf(Objects.requireNonNull(classes, "no classes"));
      layers = List.copyOf(Objects.requireNonNull(layers, "no layers"));
      Objects.requireNonNull(provenance, "no provenance");
    }
  }

  private record Layer(int inputs, int outputs, Floats weights, Floats bias) {
    Layer {
      if (inputs < 1 || outputs < 1) {
        throw new IllegalArgumentException(
            "a layer of [%d, %d], expected both above 0".formatted(inputs, outputs));
      }
      Objects.requireNonNull(weights, "no weights");
      Objects.requireNonNull(bias, "no bias");
    }

    long weightCount() {
      return Math.multiplyFull(inputs, outputs);
    }
  }

  private record Floats(String file, String sha256) {
    Floats {
      Objects.requireNonNull(sha256, "no sha256");
      if (!Objects.requireNonNull(file, "no file").matches("[a-z0-9-]+\\.f32")) {
        throw new IllegalArgumentException(
            "file \"%s\", expected a plain name that ends in .f32".formatted(file));
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
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    json.asMap()
        .putAll(
            GSON.toJsonTree(new Head(head.classes(), layers, head.provenance()))
                .getAsJsonObject()
                .asMap());
    replace(directory.resolve(JSON), UTF_8.encode(GSON.toJson(json) + "\n"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + FLOATS)) {
      for (Path file : files) {
        if (!current.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
  }

  static TrainedHead load(Path directory) throws IOException {
    Path json = directory.resolve(JSON);
    Head head = read(json);
    List<DenseLayer> layers = new ArrayList<>();
    try {
      for (Layer layer : head.layers()) {
        layers.add(
            new DenseLayer(
                layer.inputs(),
                layer.outputs(),
                loadFloats(directory, layer.weights(), layer.weightCount()),
                loadFloats(directory, layer.bias(), layer.outputs())));
      }
      return new TrainedHead(head.classes(), layers, head.provenance());
    } catch (IllegalArgumentException e) {
      throw malformed(json, e);
    }
  }

  static StoredHead look(Path directory) throws IOException {
    Head head = read(directory.resolve(JSON));
    List<StoredHead.Layer> layers = new ArrayList<>();
    for (Layer layer : head.layers()) {
      layers.add(
          new StoredHead.Layer(
              layer.inputs(),
              layer.outputs(),
              checkedFile(directory, layer.weights(), layer.weightCount()),
              checkedFile(directory, layer.bias(), layer.outputs())));
    }
    return new StoredHead(head.classes(), layers, head.provenance());
  }

  private static Head read(Path json) throws IOException {
    String text = Files.readString(json, UTF_8);
    try {
      JsonObject object = GSON.fromJson(text, JsonObject.class);
      if (object == null || !object.has("format")) {
        throw new IOException("%s: no \"format\", expected %d".formatted(json, FORMAT));
      }
      int format = object.get("format").getAsInt();
      if (format != FORMAT) {
        throw new IOException(
            "%s: format %d, expected %d: made by another version of flowers-vgg16"
                .formatted(json, format, FORMAT));
      }
      return GSON.fromJson(object, Head.class);
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw malformed(json, e);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws in a plain RuntimeException.
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof NullPointerException) {
        throw malformed(json, e.getCause());
      }
      throw e;
    }
  }

  private static Floats saveFloats(Path directory, String name, FloatBuffer floats)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    String sha256 = sha256(bytes);
    String file = name + "-" + sha256.substring(0, 16) + FLOATS;
    replace(directory.resolve(file), bytes);
    return new Floats(file, sha256);
  }

  private static Path checkedFile(Path directory, Floats floats, long count) throws IOException {
    Path file = directory.resolve(floats.file());
    long size;
    try {
      size = Files.size(file);
    } catch (NoSuchFileException e) {
      throw new IOException("%s is missing, but %s names it".formatted(file, JSON), e);
    }
    if (size != count * Float.BYTES) {
      throw new IOException(
          "%s: %d bytes, expected %d: %d floats".formatted(file, size, count * Float.BYTES, count));
    }
    return file;
  }

  private static float[] loadFloats(Path directory, Floats floats, long count) throws IOException {
    Path file = checkedFile(directory, floats, count);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    String sha256 = sha256(bytes);
    if (!sha256.equals(floats.sha256())) {
      throw new IOException("%s: SHA-256 %s, expected %s".formatted(file, sha256, floats.sha256()));
    }
    float[] numbers = new float[(int) count];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }

  private static void replace(Path file, ByteBuffer content) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try (FileChannel channel = FileChannel.open(partial, CREATE, WRITE, TRUNCATE_EXISTING)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
    Files.move(partial, file, ATOMIC_MOVE);
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static IOException malformed(Path json, Throwable cause) {
    return new IOException(
        "%s does not describe a head: %s".formatted(json, cause.getMessage()), cause);
  }

  /** JSON has no NaN, which stands for "not measured". */
  private static final class NanAsNull extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, Double value) throws IOException {
      if (value.isNaN()) {
        out.nullValue();
      } else {
        out.value(value);
      }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Double.NaN;
      }
      return in.nextDouble();
    }
  }
}
