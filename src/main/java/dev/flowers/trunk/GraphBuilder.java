package dev.flowers.trunk;

import ai.djl.Device;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
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
 * <p>Convolutions and dense layers are the fused kernels ({@code _FusedConv2D}, {@code
 * _FusedMatMul}) that TensorFlow's graph optimizer would put in, so that the optimizer can stay
 * off.
 */
final class GraphBuilder implements NetworkBuilder<String> {
  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final boolean mapped;
  private final String device;

  /**
   * A graph for a device.
   *
   * @param device on a CPU, tensors in files are {@code ImmutableConst} nodes that map them; that
   *     has no GPU kernel, so on a GPU they are constants like all others
   */
  GraphBuilder(Device device) {
    this(device, !device.isGpu());
  }

  GraphBuilder(Device device, boolean mapped) {
    this.mapped = mapped;
    this.device =
        device.isGpu() ? "/device:GPU:" + Math.max(0, device.getDeviceId()) : "/device:CPU:0";
    // 1882: the graph version of TensorFlow 2.16, the one that these nodes were written for.
    graph.getVersionsBuilder().setProducer(1882);
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
    return name;
  }

  @Override
  public String convolution(String name, String input, GraphTensor weights, GraphTensor biases) {
    add(
        fused(name, "_FusedConv2D", input, weights, biases, true)
            .putAttr("TArgs", list(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT)))
            .putAttr("num_host_args", AttrValue.newBuilder().setI(0).build())
            .putAttr("strides", ints(1, 1, 1, 1))
            .putAttr("dilations", ints(1, 1, 1, 1))
            .putAttr("padding", text("SAME"))
            .putAttr("data_format", text("NHWC")));
    return name;
  }

  @Override
  public String maxPool(String name, String input) {
    add(
        node(name, "MaxPool")
            .addInput(input)
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("ksize", ints(1, 2, 2, 1))
            .putAttr("strides", ints(1, 2, 2, 1))
            .putAttr("padding", text("SAME"))
            .putAttr("data_format", text("NHWC")));
    return name;
  }

  @Override
  public String flatten(String name, String input, int width) {
    String shape = constant(name + "/shape", -1, width);
    add(
        node(name, "Reshape")
            .addInput(input)
            .addInput(shape)
            .putAttr("T", type(DataType.DT_FLOAT))
            .putAttr("Tshape", type(DataType.DT_INT32)));
    return name;
  }

  @Override
  public String dense(
      String name, String input, GraphTensor weights, GraphTensor biases, boolean relu) {
    add(
        fused(name, "_FusedMatMul", input, weights, biases, relu)
            .putAttr("transpose_a", AttrValue.newBuilder().setB(false).build())
            .putAttr("transpose_b", AttrValue.newBuilder().setB(false).build()));
    return name;
  }

  @Override
  public String softmax(String name, String input) {
    add(node(name, "Softmax").addInput(input).putAttr("T", type(DataType.DT_FLOAT)));
    return name;
  }

  GraphDef build() {
    return graph.build();
  }

  private NodeDef.Builder fused(
      String name, String op, String input, GraphTensor weights, GraphTensor biases, boolean relu) {
    AttrValue.ListValue.Builder ops =
        AttrValue.ListValue.newBuilder().addS(ByteString.copyFromUtf8("BiasAdd"));
    if (relu) {
      ops.addS(ByteString.copyFromUtf8("Relu"));
    }
    return node(name, op)
        .addInput(input)
        .addInput(values(weights))
        .addInput(values(biases))
        .putAttr("T", type(DataType.DT_FLOAT))
        .putAttr("num_args", AttrValue.newBuilder().setI(1).build())
        .putAttr("fused_ops", list(ops))
        .putAttr("epsilon", AttrValue.newBuilder().setF(0.0001f).build())
        .putAttr("leakyrelu_alpha", AttrValue.newBuilder().setF(0.2f).build());
  }

  private String values(GraphTensor tensor) {
    NodeDef.Builder node = node(tensor.name(), "Const").putAttr("dtype", type(DataType.DT_FLOAT));
    if (mapped && tensor instanceof GraphTensor.Filed filed) {
      node.setOp("ImmutableConst")
          .putAttr("shape", attr(shape(tensor.shape())))
          .putAttr("memory_region_name", text(filed.file().toAbsolutePath().toString()));
    } else {
      TensorProto content =
          TensorProto.newBuilder()
              .setDtype(DataType.DT_FLOAT)
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
