package dev.flowers.trunk.onnx;

import dev.flowers.trunk.onnx.OnnxGraph.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a {@code TensorProto} says of itself: its name and shape, and that its numbers are
 * there in full, in the model file or beside it.
 */
final class TensorReader {
  private static final int DIMENSIONS = 1;
  private static final int TYPE = 2;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;
  private static final int EXTERNAL = 1;

  private static final int MAX_RANK = 32;
  private static final Set<String> KEYS = Set.of("location", "offset", "length", "checksum");

  private final ProtoReader in;
  private final Path model;

  TensorReader(ProtoReader in, Path model) {
    this.in = in;
    this.model = model;
  }

  /**
   * A tensor.
   *
   * @param name may be empty
   * @param message where its message is
   * @param references where in it the numbers' place is said
   * @param data where its numbers are, if not in the model file
   */
  record Tensor(String name, Range message, List<Range> references, Optional<ExternalData> data) {}

  /** Reads the tensor that the field is. */
  Tensor read() throws IOException {
    Found found = new Found();
    Range message = in.message(found::field);
    return found.tensor(message);
  }

  private final class Found {
    private final List<Long> shape = new ArrayList<>();
    private final List<Range> references = new ArrayList<>();
    private final Map<String, String> entries = new HashMap<>();
    private String name = "";
    private int type;
    private long raw = -1;
    private boolean external;

    boolean field(int number) throws IOException {
      switch (number) {
        case DIMENSIONS -> in.numbers(this::addDimension);
        case TYPE -> type = (int) in.number();
        case NAME -> name = in.text();
        case RAW_DATA -> raw = in.bytes();
        case EXTERNAL_DATA -> {
          long start = in.fieldStart();
          entry();
          references.add(new Range(start, in.position()));
        }
        case DATA_LOCATION -> {
          long start = in.fieldStart();
          external = in.number() == EXTERNAL;
          references.add(new Range(start, in.position()));
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private void addDimension(long dimension) throws IOException {
      if (dimension < 0 || shape.size() == MAX_RANK) {
        throw in.fault(
            "found dimension " + dimension + " behind " + shape,
            "at most " + MAX_RANK + ", none below 0");
      }
      shape.add(dimension);
    }

    private void entry() throws IOException {
      String[] pair = {"", ""};
      in.message(
          number -> {
            if (number != 1 && number != 2) {
              return false;
            }
            pair[number - 1] = in.text();
            return true;
          });
      if (!KEYS.contains(pair[0])) {
        throw in.fault("found external data with \"" + printable(pair[0]) + "\"", "" + KEYS);
      }
      entries.put(pair[0], pair[1]);
    }

    Tensor tensor(Range message) throws IOException {
      ElementType elements =
          ElementType.of(type)
              .orElseThrow(
                  () -> in.fault(described() + "found element type " + type, "one that ONNX has"));
      long bytes;
      try {
        long count = 1;
        for (long dimension : shape) {
          count = Math.multiplyExact(count, dimension);
        }
        bytes = elements.bytes(count).orElse(-1L);
      } catch (ArithmeticException e) {
        throw in.fault(described() + "found shape " + shape, "one whose numbers can be counted");
      }
      if (!external) {
        if (raw >= 0 && raw != bytes) {
          throw in.fault(
              described() + "found " + raw + " bytes",
              (bytes < 0 ? "none" : bytes) + " for " + elements + " " + shape);
        }
        return new Tensor(name, message, references, Optional.empty());
      }
      if (bytes < 0 || raw >= 0) {
        throw in.fault(described() + "found it here and in another file", "one place");
      }
      return new Tensor(name, message, references, Optional.of(external(bytes)));
    }

    private ExternalData external(long bytes) throws IOException {
      String location = entries.getOrDefault("location", "");
      Path file = inside(location);
      long offset = whole("offset", 0);
      long length = whole("length", bytes);
      long size = Files.size(file);
      if (length != bytes || offset > size || length > size - offset) {
        throw in.fault(
            described()
                + "found bytes "
                + offset
                + " to "
                + (offset + length)
                + " of "
                + printable(location)
                + ", which has "
                + size,
            bytes + " bytes in it for " + shape);
      }
      return new ExternalData(location, file, offset, length);
    }

    private long whole(String key, long otherwise) throws IOException {
      String text = entries.get(key);
      if (text == null) {
        return otherwise;
      }
      if (!text.matches("[0-9]{1,18}")) {
        throw in.fault(
            described() + "found " + key + " \"" + printable(text) + "\"", "a whole number");
      }
      return Long.parseLong(text);
    }

    /** The runtime opens whatever the model names: nothing outside its folder must be named. */
    private Path inside(String location) throws IOException {
      Path folder = model.toAbsolutePath().normalize().getParent();
      try {
        Path relative = Path.of(location);
        // The runtime takes a location with asterisks for an address in memory.
        if (folder == null
            || location.isEmpty()
            || location.matches(".*[*\\\\:\\x00-\\x1f].*")
            || relative.isAbsolute()
            || relative.startsWith("..")
            || !folder.resolve(relative).normalize().startsWith(folder)) {
          throw outside(location);
        }
        Path file = folder.resolve(relative).normalize();
        if (!Files.isRegularFile(file)) {
          throw in.fault(
              described() + "found no file " + printable(location) + " beside it",
              "the file with its numbers");
        }
        Path real = file.toRealPath();
        if (!real.startsWith(folder.toRealPath())) {
          throw outside(location);
        }
        return real;
      } catch (InvalidPathException e) {
        throw outside(location);
      }
    }

    private MalformedOnnxException outside(String location) {
      return in.fault(
          described() + "found its numbers at \"" + printable(location) + "\"",
          "a file in the model's folder");
    }

    private String described() {
      return "tensor " + printable(name) + ": ";
    }
  }

  /** A name from a file as it may be printed. */
  static String printable(String name) {
    String shown = name.replaceAll("\\p{Cntrl}", "\ufffd");
    return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
  }
}
