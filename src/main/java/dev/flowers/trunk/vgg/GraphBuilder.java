package dev.flowers.trunk.vgg;

import ai.djl.Device;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.flowers.trunk.OneDnnOps;
import dev.flowers.trunk.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Writes the nodes of a TensorFlow graph that runs here, a layer a call. Each method returns the
 * name of the node that it added, to be the next one's input.
 *
 * <p>Convolutions and dense layers are the fused kernels that TensorFlow's graph optimizer would
 * put in, so that the optimizer can stay off: oneDNN's where the build has them, else {@code
 * _FusedConv2D} and {@code _FusedMatMul}.
 */
final class GraphBuilder implements NetworkBuilder<String> {
  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final boolean mapped;
  private final String device;
  private final DataType type;
  private final boolean oneDnn;

  /**
   * A graph for a device.
   *
   * @param precision of convolutions and of dense layers whose weights are in files; bfloat16 wants
   *     a CPU and oneDNN's ops
   * @param device on a CPU, tensors in files are {@code ImmutableConst} nodes that map them; that
   *     has no GPU kernel, so on a GPU they are constants like all others
   */
  GraphBuilder(Device device, Precision precision) {
    this(device, precision, !device.isGpu(), !device.isGpu() && OneDnnOps.pay(precision));
  }

  GraphBuilder(Device device, Precision precision, boolean mapped, boolean oneDnn) {
    this.mapped = mapped;
    this.type = precision == Precision.BFLOAT16 ? DataType.DT_BFLOAT16 : DataType.DT_FLOAT;
    this.oneDnn = oneDnn;
    this.device =
        device.isGpu() ? "/device:GPU:" + Math.max(0, device.getDeviceId()) : "/device:CPU:0";
    // The graph version of TensorFlow 2.16.1, the one that these nodes were written for.
    graph.getVersionsBuilder().setProducer(1766);
  }

  String photos(String name, int size) {
    add(
        node(name, "Placeholder")
            .putAttr("dtype", type(DataType.DT_FLOAT))
            .putAttr("shape", attr(shape(List.of(-1, size, size, 3)))));
    return name;
  }

  @Override
  public String caffeInput(String name, String input, float[] meanBgr) {
    String axis = constant(name + "/axis", 3);
    add(
        node(name + "/bgr", "ReverseV2")
            .addInput(input)
            .addInput(axis)
            .putAttr("Tidx", type(DataType.DT_INT32))
            .putAttr("T", type(DataType.DT_FLOAT)));
    String scale = constant(name + "/255", List.of(), 255f);
    add(binary(name + "/scaled", "Mul", name + "/bgr", scale));
    String mean = constant(name + "/mean", List.of(3), meanBgr);
    add(binary(name, "Sub", name + "/scaled", mean));
    return cast(name, DataType.DT_FLOAT, type);
  }

  /** The node itself if both are the same. */
  private String cast(String input, DataType from, DataType to) {
    if (from == to) {
      return input;
    }
    String name = input + "/" + (to == DataType.DT_FLOAT ? "float32" : "bfloat16");
    add(
        node(name, "Cast")
            .addInput(input)
            .putAttr("SrcT", type(from))
            .putAttr("DstT", type(to))
            .putAttr("Truncate", AttrValue.newBuilder().setB(false).build()));
    return name;
  }

  @Override
  public String convolution(String name, String input, GraphTensor weights, GraphTensor biases) {
    NodeDef.Builder node =
        fused(
                name,
                oneDnn ? OneDnnOps.CONVOLUTION : "_FusedConv2D",
                new Dense(input, weights, biases, true),
                type)
            .putAttr("TArgs", list(AttrValue.ListValue.newBuilder().addType(type)))
            .putAttr("num_host_args", AttrValue.newBuilder().setI(0).build())
            .putAttr("strides", ints(1, 1, 1, 1))
            .putAttr("dilations", ints(1, 1, 1, 1))
            .putAttr("padding", text("SAME"))
            .putAttr("data_format", text("NHWC"));
    add(oneDnn ? constantWeights(node) : node);
    return name;
  }

  @Override
  public String maxPool(String name, String input) {
    NodeDef.Builder node =
        node(name, oneDnn ? OneDnnOps.MAX_POOL : "MaxPool")
            .addInput(input)
            .putAttr("T", type(type))
            .putAttr("ksize", ints(1, 2, 2, 1))
            .putAttr("strides", ints(1, 2, 2, 1))
            .putAttr("padding", text("SAME"))
            .putAttr("data_format", text("NHWC"));
    add(oneDnn ? oneDnnKernel(node) : node);
    return name;
  }

  @Override
  public String mean(String name, String input) {
    String places = constant(name + "/axes", 1, 2);
    add(
        node(name, "Mean")
            .addInput(cast(input, type, DataType.DT_FLOAT))
            .addInput(places)
            .putAttr("keep_dims", AttrValue.newBuilder().setB(false).build())
            .putAttr("Tidx", type(DataType.DT_INT32))
            .putAttr("T", type(DataType.DT_FLOAT)));
    return name;
  }

  @Override
  public String flatten(String name, String input, int width) {
    String shape = constant(name + "/shape", -1, width);
    add(
        node(name, "Reshape")
            .addInput(input)
            .addInput(shape)
            .putAttr("T", type(type))
            .putAttr("Tshape", type(DataType.DT_INT32)));
    return name;
  }

  @Override
  public String dense(
      String name, String input, GraphTensor weights, GraphTensor biases, boolean relu) {
    DataType numbers = weights instanceof GraphTensor.Filed ? type : DataType.DT_FLOAT;
    // For float32 oneDNN would keep a second copy of the weights, 0.4 GB of fc6, and gain nothing.
    boolean kept = oneDnn && numbers == DataType.DT_BFLOAT16;
    NodeDef.Builder node =
        fused(
                name,
                kept ? OneDnnOps.MAT_MUL : "_FusedMatMul",
                new Dense(input, weights, biases, relu),
                numbers)
            .putAttr("transpose_a", AttrValue.newBuilder().setB(false).build())
            .putAttr("transpose_b", AttrValue.newBuilder().setB(false).build());
    add(kept ? constantWeights(node) : node);
    return cast(name, numbers, DataType.DT_FLOAT);
  }

  @Override
  public String softmax(String name, String input) {
    add(node(name, "Softmax").addInput(input).putAttr("T", type(DataType.DT_FLOAT)));
    return name;
  }

  GraphDef build() {
    return graph.build();
  }

  /** A product, the bias that is added to it, and perhaps a ReLU behind. */
  private record Dense(String input, GraphTensor weights, GraphTensor biases, boolean relu) {}

  private NodeDef.Builder fused(String name, String op, Dense layer, DataType numbers) {
    AttrValue.ListValue.Builder ops =
        AttrValue.ListValue.newBuilder().addS(ByteString.copyFromUtf8("BiasAdd"));
    if (layer.relu()) {
      ops.addS(ByteString.copyFromUtf8("Relu"));
    }
    return node(name, op)
        .addInput(layer.input())
        .addInput(values(layer.weights(), numbers))
        .addInput(values(layer.biases(), numbers))
        .putAttr("T", type(numbers))
        .putAttr("num_args", AttrValue.newBuilder().setI(1).build())
        .putAttr("fused_ops", list(ops))
        .putAttr("epsilon", AttrValue.newBuilder().setF(0.0001f).build())
        .putAttr("leakyrelu_alpha", AttrValue.newBuilder().setF(0.2f).build());
  }

  /** Has the kernel reorder the weights in its first run, and keep them so. */
  private static NodeDef.Builder constantWeights(NodeDef.Builder node) {
    return oneDnnKernel(node).putAttr("is_filter_const", AttrValue.newBuilder().setB(true).build());
  }

  private static NodeDef.Builder oneDnnKernel(NodeDef.Builder node) {
    return node.putAttr(OneDnnOps.KERNEL, text(OneDnnOps.KERNEL_LABEL));
  }

  private String values(GraphTensor tensor, DataType numbers) {
    NodeDef.Builder node = node(tensor.name(), "Const").putAttr("dtype", type(numbers));
    if (mapped && tensor instanceof GraphTensor.Filed filed) {
      node.setOp("ImmutableConst")
          .putAttr("shape", attr(shape(tensor.shape())))
          .putAttr("memory_region_name", text(filed.file().toAbsolutePath().toString()));
    } else {
      TensorProto content =
          TensorProto.newBuilder()
              .setDtype(numbers)
              .setTensorShape(shape(tensor.shape()))
              .setTensorContent(bytes(tensor))
              .build();
      node.putAttr("value", AttrValue.newBuilder().setTensor(content).build());
    }
    add(node);
    return tensor.name();
  }

  /** The values as TensorFlow keeps them: on all its platforms that is little-endian. */
  private static ByteString bytes(GraphTensor tensor) {
    if (tensor instanceof GraphTensor.Held held) {
      return UnsafeByteOperations.unsafeWrap(held.values());
    }
    Path file = ((GraphTensor.Filed) tensor).file();
    try {
      return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** A vector of whole numbers. */
  private String constant(String name, int... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(shape(List.of(values.length)));
    for (int value : values) {
      tensor.addIntVal(value);
    }
    return constant(name, tensor);
  }

  private String constant(String name, List<Integer> shape, float... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(shape));
    for (float value : values) {
      tensor.addFloatVal(value);
    }
    return constant(name, tensor);
  }

  private String constant(String name, TensorProto.Builder value) {
    add(
        node(name, "Const")
            .putAttr("dtype", type(value.getDtype()))
            .putAttr("value", AttrValue.newBuilder().setTensor(value).build()));
    return name;
  }

  private void add(NodeDef.Builder node) {
    graph.addNode(node.setDevice(device));
  }

  private static NodeDef.Builder node(String name, String op) {
    return NodeDef.newBuilder().setName(name).setOp(op);
  }

  private static NodeDef.Builder binary(String name, String op, String left, String right) {
    return node(name, op).addInput(left).addInput(right).putAttr("T", type(DataType.DT_FLOAT));
  }

  private static TensorShapeProto shape(List<Integer> dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int dimension : dimensions) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(dimension));
    }
    return shape.build();
  }

  private static AttrValue attr(TensorShapeProto shape) {
    return AttrValue.newBuilder().setShape(shape).build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  private static AttrValue list(AttrValue.ListValue.Builder values) {
    return AttrValue.newBuilder().setList(values).build();
  }

  private static AttrValue ints(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return list(list);
  }
}
