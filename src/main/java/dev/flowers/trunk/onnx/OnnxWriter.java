package dev.flowers.trunk.onnx;

import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.onnx.OnnxGraph.ExternalTensor;
import dev.flowers.trunk.onnx.OnnxGraph.Layout;
import dev.flowers.trunk.onnx.OnnxGraph.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes an ONNX model: a new one, or another with more nodes behind it. Tensors that are in files
 * are copied when the model is written; the heap holds what is small.
 */
public final class OnnxWriter {
  /** Operators as they were in 2020: what all runtimes in use know. */
  private static final int OPSET = 13;

  private static final int IR_VERSION = 7;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int INT_ATTRIBUTE = 2;
  private static final int INTS_ATTRIBUTE = 7;

  private final ProtoMessage before = new ProtoMessage();
  private final ProtoMessage graph = new ProtoMessage();
  private final ProtoMessage behind = new ProtoMessage();
  private final int opset;

  private OnnxWriter(int opset) {
    this.opset = opset;
  }

  /** An empty model. */
  public static OnnxWriter create() {
    OnnxWriter writer = new OnnxWriter(OPSET);
    writer.before.number(1, IR_VERSION).text(2, "flowers-vgg16");
    writer.behind.content(8, new ProtoMessage().text(1, "").number(2, OPSET));
    writer.graph.text(2, "flowers");
    return writer;
  }

  /**
   * A model that is there, without its outputs, and with the tensors that it has in other files.
   *
   * @throws InvalidInputException if a node of it, not the graph, has a tensor in another file
   */
  static OnnxWriter continuing(OnnxGraph model) throws InvalidInputException {
    Layout layout = model.layout();
    if (model.externalData().size() != layout.externalTensors().size()) {
      throw new InvalidInputException(
          model.file()
              + ": found a node with numbers in another file, expected them in the graph's tensors"
              + " for an export as one file");
    }
    OnnxWriter writer = new OnnxWriter(model.opset());
    writer.before.raw(Content.of(model.file(), new Range(0, layout.graph().start())));
    writer.behind.raw(Content.of(model.file(), new Range(layout.graph().end(), layout.size())));
    Map<Long, ExternalTensor> external = new TreeMap<>();
    List<Range> leftOut = new ArrayList<>(layout.outputs());
    for (ExternalTensor tensor : layout.externalTensors()) {
      leftOut.add(tensor.field());
      external.put(tensor.field().start(), tensor);
    }
    copy(model.file(), layout.body(), leftOut, writer.graph);
    for (ExternalTensor tensor : external.values()) {
      ProtoMessage message = new ProtoMessage();
      copy(model.file(), tensor.message(), tensor.references(), message);
      ExternalData data = tensor.data();
      Range numbers = new Range(data.offset(), data.offset() + data.length());
      writer.graph.content(5, message.content(9, Content.of(data.file(), numbers)));
    }
    return writer;
  }

  private static void copy(Path file, Range all, List<Range> leftOut, ProtoMessage to) {
    long at = all.start();
    List<Range> inOrder = new ArrayList<>(leftOut);
    inOrder.sort((a, b) -> Long.compare(a.start(), b.start()));
    for (Range range : inOrder) {
      to.raw(Content.of(file, new Range(at, range.start())));
      at = range.end();
    }
    to.raw(Content.of(file, new Range(at, all.end())));
  }

  /** The version of the operators. */
  int opset() {
    return opset;
  }

  /**
   * Adds a node with one output.
   *
   * @param name of the node and its output
   * @param op the operator
   * @param attributes whole numbers, or lists of them
   * @return the name
   */
  public String node(String name, String op, List<String> inputs, Map<String, Object> attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, name).text(3, name).text(4, op);
    new TreeMap<>(attributes).forEach((key, value) -> node.content(5, attribute(key, value)));
    graph.content(1, node);
    return name;
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage attribute = new ProtoMessage().text(1, name);
    if (value instanceof Integer number) {
      return attribute.number(3, number).number(20, INT_ATTRIBUTE);
    }
    ((List<?>) value).forEach(item -> attribute.number(8, (Integer) item));
    return attribute.number(20, INTS_ATTRIBUTE);
  }

  /**
   * Adds a float32 tensor.
   *
   * @param numbers little-endian, in C order; read when the model is written
   * @return the name
   */
  public String tensor(String name, List<Integer> shape, ByteBuffer numbers) {
    return tensor(name, shape, FLOAT, Content.of(numbers));
  }

  /** The same of a file that holds the numbers and nothing else. */
  public String tensor(String name, List<Integer> shape, Path file) throws IOException {
    return tensor(name, shape, FLOAT, Content.of(file, new Range(0, Files.size(file))));
  }

  /** Adds a float32 tensor of a few numbers. */
  public String tensor(String name, List<Integer> shape, float... numbers) {
    ByteBuffer bytes = littleEndian(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    return tensor(name, shape, FLOAT, Content.of(bytes));
  }

  /** Adds an int64 tensor, a vector or a scalar. */
  public String whole(String name, List<Integer> shape, long... numbers) {
    ByteBuffer bytes = littleEndian(numbers.length * Long.BYTES);
    bytes.asLongBuffer().put(numbers);
    return tensor(name, shape, INT64, Content.of(bytes));
  }

  private String tensor(String name, List<Integer> shape, int type, Content numbers) {
    ProtoMessage tensor = new ProtoMessage();
    shape.forEach(dimension -> tensor.number(1, dimension));
    graph.content(5, tensor.number(2, type).text(8, name).content(9, numbers));
    return name;
  }

  /**
   * Adds an input of float32.
   *
   * @param shape numbers, or names of lengths that are open
   */
  public String input(String name, List<Object> shape) {
    graph.content(11, value(name, shape));
    return name;
  }

  /** Adds an output, the same way. */
  public void output(String name, List<Object> shape) {
    graph.content(12, value(name, shape));
  }

  private static ProtoMessage value(String name, List<Object> shape) {
    ProtoMessage dimensions = new ProtoMessage();
    for (Object length : shape) {
      ProtoMessage dimension = new ProtoMessage();
      dimensions.content(
          1,
          length instanceof Integer number
              ? dimension.number(1, number)
              : dimension.text(2, length.toString()));
    }
    ProtoMessage tensor = new ProtoMessage().number(1, FLOAT).content(2, dimensions);
    return new ProtoMessage().text(1, name).content(2, new ProtoMessage().content(1, tensor));
  }

  /**
   * Writes the model, whole or not at all.
   *
   * @throws InvalidInputException if it would have more than 2 GB
   * @throws IOException if it cannot be written, or a file with numbers not be read
   */
  public void write(Path file) throws IOException {
    ProtoMessage model = new ProtoMessage().raw(before).content(7, graph).raw(behind);
    if (model.length() > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          file
              + ": found "
              + model.length()
              + " bytes to write, expected at most 2 GB, which an ONNX file can have");
    }
    AtomicFile.write(file, model::writeTo);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
