package dev.flowers.trunk.onnx;

import com.google.gson.stream.JsonWriter;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exports a trunk in an ONNX file and a head behind it as one ONNX file. Its input is the trunk's;
 * its output is {@code probabilities}, [n, classes].
 */
public final class OnnxExport {
  /** The exported network. */
  public static final String MODEL = "model.onnx";

  /** The classes' names, as the Hugging Face hub has them. */
  public static final String LABELS = "config.json";

  private static final String OUTPUT = "probabilities";

  /** Before it Gemm does not add a bias to each row. */
  private static final int FIRST_OPSET = 7;

  /** From it on ReduceMean has its axes as an input. */
  private static final int AXES_ARE_INPUT = 18;

  private OnnxExport() {}

  /**
   * Writes {@value #MODEL} and {@code preprocessor_config.json}.
   *
   * @param network the trunk
   * @param head dense layers with a ReLU between two of them and a softmax behind the last
   * @param directory where to write
   * @throws InvalidInputException if the trunk's file is of a kind that cannot be continued
   * @throws IOException if it cannot be written
   */
  static void write(OnnxTrunkFiles network, int rank, List<DenseLayer> head, Path directory)
      throws IOException {
    OnnxGraph graph = network.graph();
    if (graph.opset() < FIRST_OPSET) {
      throw new InvalidInputException(
          graph.file()
              + ": found operators of version "
              + graph.opset()
              + ", expected "
              + FIRST_OPSET
              + " or later for an export");
    }
    OnnxWriter writer = OnnxWriter.continuing(graph);
    String prefix = unused("head", graph.names());
    String rows = rows(writer, network.embeddingOutput(), rank, prefix);
    Object batch = network.input().batch().<Object>map(n -> n).orElse("n");
    String output = unused(OUTPUT, graph.names());
    head(writer, rows, head, prefix, output);
    writer.output(output, List.of(batch, classes(head)));
    writer.write(directory.resolve(MODEL));
    PreprocessorConfig.write(network.preprocessing(), directory.resolve(PreprocessorConfig.FILE));
  }

  /** Writes the classes' names beside an exported model, in the order of its output. */
  public static void writeLabels(List<String> classes, Path directory) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter out = new JsonWriter(text);
    out.setIndent("  ");
    out.beginObject().name("id2label").beginObject();
    for (int i = 0; i < classes.size(); i++) {
      out.name(String.valueOf(i)).value(classes.get(i));
    }
    out.endObject().name("label2id").beginObject();
    for (int i = 0; i < classes.size(); i++) {
      out.name(classes.get(i)).value(i);
    }
    out.endObject().endObject();
    AtomicFile.write(directory.resolve(LABELS), text.append('\n').toString());
  }

  private static String rows(OnnxWriter writer, EmbeddingOutput output, int rank, String prefix) {
    String name = output.name();
    if (rank == 4) {
      String pooled = writer.node(prefix + ".mean", "GlobalAveragePool", List.of(name), Map.of());
      return writer.node(prefix + ".rows", "Flatten", List.of(pooled), Map.of("axis", 1));
    }
    if (rank == 2) {
      return name;
    }
    if (output.tokens().orElseThrow() == TokenPooling.FIRST) {
      String first = writer.whole(prefix + ".first", List.of(), 0);
      return writer.node(prefix + ".token", "Gather", List.of(name, first), Map.of("axis", 1));
    }
    if (writer.opset() < AXES_ARE_INPUT) {
      return writer.node(
          prefix + ".mean", "ReduceMean", List.of(name), Map.of("axes", List.of(1), "keepdims", 0));
    }
    String axes = writer.whole(prefix + ".axes", List.of(1), 1);
    return writer.node(prefix + ".mean", "ReduceMean", List.of(name, axes), Map.of("keepdims", 0));
  }

  private static void head(
      OnnxWriter writer, String rows, List<DenseLayer> head, String prefix, String output) {
    String last = rows;
    for (int i = 0; i < head.size(); i++) {
      DenseLayer layer = head.get(i);
      String name = prefix + "." + (i + 1);
      String weights =
          writer.tensor(
              name + ".weights", List.of(layer.inputs(), layer.outputs()), bytes(layer.weights()));
      String bias = writer.tensor(name + ".bias", List.of(layer.outputs()), bytes(layer.bias()));
      last = writer.node(name, "Gemm", List.of(last, weights, bias), Map.of());
      if (i + 1 < head.size()) {
        last = writer.node(name + ".relu", "Relu", List.of(last), Map.of());
      }
    }
    writer.node(output, "Softmax", List.of(last), Map.of("axis", 1));
  }

  private static int classes(List<DenseLayer> head) {
    return head.get(head.size() - 1).outputs();
  }

  private static ByteBuffer bytes(FloatBuffer numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes;
  }

  /** The name, with a number behind it if a name in the graph begins with it. */
  private static String unused(String name, Set<String> names) {
    String candidate = name;
    for (int i = 2; begins(candidate, names); i++) {
      candidate = name + i;
    }
    return candidate;
  }

  private static boolean begins(String prefix, Set<String> names) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }
}
