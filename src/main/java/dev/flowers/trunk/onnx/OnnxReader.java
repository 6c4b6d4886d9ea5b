package dev.flowers.trunk.onnx;

import dev.flowers.trunk.onnx.OnnxGraph.ExternalTensor;
import dev.flowers.trunk.onnx.OnnxGraph.Layout;
import dev.flowers.trunk.onnx.OnnxGraph.Range;
import dev.flowers.trunk.onnx.OnnxValue.Dimension;
import dev.flowers.trunk.onnx.TensorReader.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an ONNX file before any native library does: walks through all of its messages, checks that
 * they are whole, and keeps what they declare. Nothing is run, and no tensor's numbers are read.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class OnnxReader {
  private static final int MAX_NAMES = 1_000_000;
  private static final long MAX_OPSET = 1_000;

  private final Path file;
  private final ProtoReader in;
  private final TensorReader tensors;

  private final List<OnnxValue> inputs = new ArrayList<>();
  private final List<OnnxValue> outputs = new ArrayList<>();
  private final Set<String> initializers = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final List<ExternalData> externalData = new ArrayList<>();
  private final List<Range> outputFields = new ArrayList<>();
  private final List<ExternalTensor> externalTensors = new ArrayList<>();
  private Optional<Range> graphField = Optional.empty();
  private Optional<Range> graphBody = Optional.empty();
  private long version;
  private int opset;

  private OnnxReader(Path file, ProtoReader in) {
    this.file = file;
    this.in = in;
    this.tensors = new TensorReader(in, file);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedOnnxException if it is not an ONNX model, cut, damaged, or wants files outside
   *     its folder
   * @throws IOException if it cannot be read; the message names it
   */
  static OnnxGraph read(Path file) throws IOException {
    OtherFormat.refuse(file);
    try (ProtoReader in = new ProtoReader(file)) {
      return new OnnxReader(file, in).read();
    }
  }

  private OnnxGraph read() throws IOException {
    in.root(this::model);
    if (version < 1 || opset < 1 || graphBody.isEmpty() || graphField.isEmpty()) {
      throw new MalformedOnnxException(
          file,
          "found IR version "
              + version
              + ", operators of version "
              + opset
              + " and "
              + (graphBody.isEmpty() ? "no graph" : "a graph")
              + ", expected an ONNX model, which has all three");
    }
    inputs.removeIf(input -> initializers.contains(input.name()));
    if (outputs.isEmpty()) {
      throw new MalformedOnnxException(file, "found a graph without outputs, expected one or more");
    }
    return new OnnxGraph(
        file,
        inputs,
        outputs,
        opset,
        externalData,
        names,
        new Layout(in.size(), graphField.get(), graphBody.get(), outputFields, externalTensors));
  }

  private boolean model(int number) throws IOException {
    switch (number) {
      case 1 -> version = in.number();
      case 7 -> {
        if (graphBody.isPresent()) {
          throw in.fault("found a second graph", "one");
        }
        long start = in.fieldStart();
        graphBody = Optional.of(in.message(field -> graph(field, true)));
        graphField = Optional.of(new Range(start, in.position()));
      }
      case 8 -> operators();
      case 20 -> throw in.fault("found a graph for training", "a network that runs");
      case 25 -> in.message(this::function);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void operators() throws IOException {
    String[] domain = {""};
    long[] found = {0};
    in.message(
        number -> {
          switch (number) {
            case 1 -> domain[0] = in.text();
            case 2 -> found[0] = in.number();
            default -> {
              return false;
            }
          }
          return true;
        });
    if (domain[0].isEmpty() || domain[0].equals("ai.onnx")) {
      if (found[0] < 1 || found[0] > MAX_OPSET) {
        throw in.fault("found operators of version " + found[0], "one that ONNX has");
      }
      opset = (int) found[0];
    }
  }

  private boolean graph(int number, boolean top) throws IOException {
    switch (number) {
      case 1 -> in.message(this::node);
      case 5 -> initializer(top);
      case 11 -> {
        OnnxValue input = value();
        if (top) {
          inputs.add(input);
        }
      }
      case 12 -> {
        long start = in.fieldStart();
        OnnxValue output = value();
        if (top) {
          outputs.add(output);
          outputFields.add(new Range(start, in.position()));
        }
      }
      case 15 -> in.message(this::sparse);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void initializer(boolean top) throws IOException {
    long start = in.fieldStart();
    Tensor tensor = tensor();
    if (top) {
      initializers.add(tensor.name());
      tensor
          .data()
          .ifPresent(
              data ->
                  externalTensors.add(
                      new ExternalTensor(
                          new Range(start, in.position()),
                          tensor.message(),
                          tensor.references(),
                          data)));
    }
  }

  private Tensor tensor() throws IOException {
    Tensor tensor = tensors.read();
    tensor.data().ifPresent(externalData::add);
    addName(tensor.name());
    return tensor;
  }

  private boolean node(int number) throws IOException {
    switch (number) {
      case 2, 3 -> addName(in.text());
      case 4 -> {
        // It names a file of its own, a compiled network for one kind of device.
        if (in.text().equals("EPContext")) {
          throw in.fault("found a network compiled for a device (EPContext)", "its operators");
        }
      }
      case 5 -> in.message(this::attribute);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean attribute(int number) throws IOException {
    switch (number) {
      case 5, 10 -> tensor();
      case 6, 11 -> in.message(field -> graph(field, false));
      case 22, 23 -> in.message(this::sparse);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean sparse(int number) throws IOException {
    if (number != 1 && number != 2) {
      return false;
    }
    initializers.add(tensor().name());
    return true;
  }

  private boolean function(int number) throws IOException {
    if (number != 7) {
      return false;
    }
    in.message(this::node);
    return true;
  }

  private void addName(String name) throws IOException {
    if (names.size() == MAX_NAMES) {
      throw in.fault("found more names", "at most " + MAX_NAMES);
    }
    names.add(name);
  }

  private OnnxValue value() throws IOException {
    String[] name = {""};
    List<Dimension> shape = new ArrayList<>();
    int[] type = {0};
    boolean[] shaped = {false};
    in.message(
        field -> {
          switch (field) {
            case 1 -> name[0] = in.text();
            case 2 -> in.message(kind -> kind == 1 && tensorType(type, shaped, shape));
            default -> {
              return false;
            }
          }
          return true;
        });
    addName(name[0]);
    return new OnnxValue(
        name[0], ElementType.of(type[0]), shaped[0] ? Optional.of(shape) : Optional.empty());
  }

  private boolean tensorType(int[] type, boolean[] shaped, List<Dimension> shape)
      throws IOException {
    in.message(
        field -> {
          switch (field) {
            case 1 -> type[0] = (int) in.number();
            case 2 -> {
              shaped[0] = true;
              in.message(part -> part == 1 && addDimension(shape));
            }
            default -> {
              return false;
            }
          }
          return true;
        });
    return true;
  }

  private boolean addDimension(List<Dimension> shape) throws IOException {
    long[] size = {0};
    String[] symbol = {""};
    in.message(
        field -> {
          switch (field) {
            case 1 -> size[0] = in.number();
            case 2 -> symbol[0] = in.text();
            default -> {
              return false;
            }
          }
          return true;
        });
    if (size[0] < -1 || size[0] > Integer.MAX_VALUE || shape.size() == 8) {
      throw in.fault("found dimension " + size[0] + " behind " + shape, "lengths above 0");
    }
    // Some exporters write -1, or 0, for a length that is open.
    shape.add(
        new Dimension(size[0] < 1 ? Optional.empty() : Optional.of((int) size[0]), symbol[0]));
    return true;
  }

  /** Checks that the file is there, before its size is asked for. */
  static Path requireFile(Path file) throws MalformedOnnxException {
    if (!Files.isRegularFile(file)) {
      throw new MalformedOnnxException(file, "found no such file, expected an ONNX model");
    }
    return file;
  }
}
