package dev.flowers.trunk.vgg;

import dev.flowers.trunk.OneDnnOps;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Makes a graph in bfloat16 run on any processor: each of oneDNN's nodes becomes a float32 node
 * between casts. That is what the processors compute: products of bfloat16, summed up in float32
 * and rounded at the end.
 */
final class EmulatedBfloat16 {
  private static final Map<String, String> PLAIN =
      Map.of(
          OneDnnOps.CONVOLUTION, "_FusedConv2D",
          OneDnnOps.MAX_POOL, "MaxPool",
          OneDnnOps.MAT_MUL, "_FusedMatMul");

  private EmulatedBfloat16() {}

  static MetaGraphDef of(MetaGraphDef graph) {
    GraphDef.Builder emulated = graph.getGraphDef().toBuilder().clearNode();
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      if (PLAIN.containsKey(node.getOp())) {
        emulate(node, emulated);
      } else {
        emulated.addNode(node);
      }
    }
    return graph.toBuilder().setGraphDef(emulated).build();
  }

  /** The node's name is the last cast's, so that the other nodes stay as they are. */
  private static void emulate(NodeDef node, GraphDef.Builder graph) {
    NodeDef.Builder plain =
        node.toBuilder()
            .setName(node.getName() + "/emulated")
            .setOp(PLAIN.get(node.getOp()))
            .clearInput()
            .removeAttr(OneDnnOps.KERNEL)
            .removeAttr("is_filter_const")
            .putAttr("T", type(DataType.DT_FLOAT));
    if (node.containsAttr("TArgs")) {
      plain.putAttr(
          "TArgs",
          AttrValue.newBuilder()
              .setList(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT))
              .build());
    }
    for (String input : node.getInputList()) {
      String name = node.getName() + "/of/" + input;
      graph.addNode(cast(name, input, DataType.DT_BFLOAT16, DataType.DT_FLOAT));
      plain.addInput(name);
    }
    graph.addNode(plain);
    graph.addNode(cast(node.getName(), plain.getName(), DataType.DT_FLOAT, DataType.DT_BFLOAT16));
  }

  private static NodeDef cast(String name, String input, DataType from, DataType to) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Cast")
        .addInput(input)
        .putAttr("SrcT", type(from))
        .putAttr("DstT", type(to))
        .build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }
}
