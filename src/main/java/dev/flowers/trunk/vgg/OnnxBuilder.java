package dev.flowers.trunk.vgg;

import dev.flowers.storage.FileErrors;
import dev.flowers.trunk.onnx.OnnxWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes the nodes of an ONNX graph, a layer a call. Pictures are [n, channels, height, width]
 * there: kernels are turned, and what is flattened is put into the order of the dense layer behind.
 */
final class OnnxBuilder implements NetworkBuilder<String> {
  private static final int CHANNELS = TrunkLayer.CHANNELS;

  private final OnnxWriter graph;

  OnnxBuilder(OnnxWriter graph) {
    this.graph = graph;
  }

  /**
   * {@inheritDoc}
   *
   * @param photos [n, 3, height, width]
   */
  @Override
  public String caffeInput(String name, String photos, float[] meanBgr) {
    String order = graph.whole(name + ".order", List.of(CHANNELS), 2, 1, 0);
    String bgr = graph.node(name + ".bgr", "Gather", List.of(photos, order), Map.of("axis", 1));
    String range = graph.tensor(name + ".255", List.of(), 255f);
    String scaled = graph.node(name + ".scaled", "Mul", List.of(bgr, range), Map.of());
    String mean = graph.tensor(name + ".mean", List.of(1, CHANNELS, 1, 1), meanBgr);
    return graph.node(name, "Sub", List.of(scaled, mean), Map.of());
  }

  @Override
  public String convolution(String name, String input, GraphTensor weights, GraphTensor biases) {
    List<Integer> hwio = weights.shape();
    String kernel =
        graph.tensor(
            weights.name(),
            List.of(hwio.get(3), hwio.get(2), hwio.get(0), hwio.get(1)),
            outputsFirst(bytes(weights), hwio));
    String sum =
        graph.node(
            name,
            "Conv",
            List.of(input, kernel, tensor(biases)),
            Map.of(
                "kernel_shape",
                List.of(3, 3),
                "pads",
                List.of(1, 1, 1, 1),
                "strides",
                List.of(1, 1)));
    return relu(name, sum);
  }

  @Override
  public String maxPool(String name, String input) {
    // 224 and its halves down to 14 are even: SAME pads nothing.
    return graph.node(
        name,
        "MaxPool",
        List.of(input),
        Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)));
  }

  @Override
  public String mean(String name, String input) {
    String places = graph.node(name + ".places", "GlobalAveragePool", List.of(input), Map.of());
    return graph.node(name, "Flatten", List.of(places), Map.of("axis", 1));
  }

  @Override
  public String flatten(String name, String input, int width) {
    String rows =
        graph.node(
            name + ".rows", "Transpose", List.of(input), Map.of("perm", List.of(0, 2, 3, 1)));
    return graph.node(name, "Flatten", List.of(rows), Map.of("axis", 1));
  }

  @Override
  public String dense(
      String name, String input, GraphTensor weights, GraphTensor biases, boolean relu) {
    String sum =
        graph.node(name, "Gemm", List.of(input, tensor(weights), tensor(biases)), Map.of());
    return relu ? relu(name, sum) : sum;
  }

  @Override
  public String softmax(String name, String input) {
    return graph.node(name, "Softmax", List.of(input), Map.of("axis", 1));
  }

  private String relu(String name, String input) {
    return graph.node(name + ".relu", "Relu", List.of(input), Map.of());
  }

  private String tensor(GraphTensor tensor) {
    if (tensor instanceof GraphTensor.Held held) {
      return graph.tensor(tensor.name(), tensor.shape(), held.values());
    }
    try {
      return graph.tensor(tensor.name(), tensor.shape(), ((GraphTensor.Filed) tensor).file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A kernel of at most 9.4 MB: the largest tensor, fc6's, is not turned, and stays in its file.
   */
  private static ByteBuffer bytes(GraphTensor tensor) {
    if (tensor instanceof GraphTensor.Held held) {
      return held.values();
    }
    Path file = ((GraphTensor.Filed) tensor).file();
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(FileErrors.naming(file, e));
    }
  }

  /** [height, width, inputs, outputs] to [outputs, inputs, height, width]. */
  private static ByteBuffer outputsFirst(ByteBuffer hwio, List<Integer> shape) {
    int places = shape.get(0) * shape.get(1);
    int inputs = shape.get(2);
    int outputs = shape.get(3);
    ByteBuffer turned = ByteBuffer.allocate(hwio.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    int from = hwio.position();
    for (int place = 0; place < places; place++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++, from += Float.BYTES) {
          turned.putInt(((out * inputs + in) * places + place) * Float.BYTES, hwio.getInt(from));
        }
      }
    }
    return turned;
  }
}
