package dev.flowers.trunk.vgg;

import dev.flowers.trunk.DenseLayer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** The network as a TensorFlow graph that runs here, with or without a head behind it. */
final class RunningGraph {
  /** The signature that DJL's programs meet: one input, one output. */
  static final String SERVING_DEFAULT = "serving_default";

  /** The signature of a network with a head that gives the embedding besides the probabilities. */
  static final String WITH_EMBEDDING = "with_embedding";

  private RunningGraph() {}

  /** photos [batch, 224, 224, 3] → embedding [batch, width]. */
  static MetaGraphDef trunk(GraphBuilder graph, VggTrunk trunk) {
    TensorInfo embedding = embedding(graph, trunk);
    return MetaGraphDef.newBuilder()
        .setGraphDef(graph.build())
        .putSignatureDef(SERVING_DEFAULT, signature(Map.of(VggNetwork.EMBEDDING, embedding)))
        .build();
  }

  /**
   * photos [batch, 224, 224, 3] → probabilities [batch, classes], and embedding [batch, width]
   * where it is asked for.
   *
   * @param head at least one layer
   * @throws IllegalArgumentException if a layer does not fit the one before it
   */
  static MetaGraphDef classifier(GraphBuilder graph, VggTrunk trunk, List<DenseLayer> head) {
    TensorInfo embedding = embedding(graph, trunk);
    int classes = head.get(head.size() - 1).outputs();
    TensorInfo probabilities =
        info(VggNetwork.probabilities(graph, node(embedding), trunk, head), -1, classes);
    return MetaGraphDef.newBuilder()
        .setGraphDef(graph.build())
        .putSignatureDef(
            SERVING_DEFAULT, signature(Map.of(VggNetwork.PROBABILITIES, probabilities)))
        .putSignatureDef(
            WITH_EMBEDDING,
            signature(
                Map.of(VggNetwork.PROBABILITIES, probabilities, VggNetwork.EMBEDDING, embedding)))
        .build();
  }

  private static TensorInfo embedding(GraphBuilder graph, VggTrunk trunk) {
    String photos = graph.photos(VggNetwork.PHOTOS, VggNetwork.PHOTO_SIZE);
    return info(VggNetwork.embedding(graph, photos, trunk), -1, trunk.width());
  }

  private static SignatureDef signature(Map<String, TensorInfo> outputs) {
    int size = VggNetwork.PHOTO_SIZE;
    return SignatureDef.newBuilder()
        .setMethodName("tensorflow/serving/predict")
        .putInputs(VggNetwork.PHOTOS, info(VggNetwork.PHOTOS, -1, size, size, 3))
        .putAllOutputs(new TreeMap<>(outputs))
        .build();
  }

  private static String node(TensorInfo tensor) {
    return tensor.getName().substring(0, tensor.getName().indexOf(':'));
  }

  private static TensorInfo info(String node, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(node + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(dimensions)
        .build();
  }
}
