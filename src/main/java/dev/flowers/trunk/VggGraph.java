package dev.flowers.trunk;

import java.util.List;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * VGG16 up to relu6 as a TensorFlow graph, with or without a head behind it.
 *
 * <p>Source: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", 2014, configuration D; the mean is that of the Caffe release.
 */
final class VggGraph {
  /** Side of the square photos, in pixels. */
  static final int PHOTO_SIZE = 224;

  /** Blue, green and red of the training set on average, in [0,255]. */
  static final float[] MEAN_BGR = {103.939f, 116.779f, 123.68f};

  private static final String PHOTOS = "photos";
  private static final String RELU6 = "relu6";
  private static final String PROBABILITIES = "probabilities";

  private VggGraph() {}

  /**
   * photos [batch, 224, 224, 3] → relu6 [batch, width].
   *
   * @param mapped as in {@link GraphBuilder}
   */
  static MetaGraphDef trunk(ConvertedTrunk trunk, boolean mapped) {
    GraphBuilder graph = new GraphBuilder(mapped);
    relu6(graph, trunk);
    return signed(graph, RELU6, trunk.width());
  }

  /** photos [batch, 224, 224, 3] → probabilities [batch, classes]. */
  static MetaGraphDef classifier(ConvertedTrunk trunk, List<DenseLayer> head, boolean mapped) {
    GraphBuilder graph = new GraphBuilder(mapped);
    String last = relu6(graph, trunk);
    int width = trunk.width();
    for (int i = 0; i < head.size(); i++) {
      DenseLayer layer = head.get(i);
      if (layer.weights().shape().get(0) != width) {
        throw new IllegalArgumentException(
            layer.weights().name()
                + ": found "
                + layer.weights().shape().get(0)
                + " inputs, expected "
                + width);
      }
      // TensorFlow maps files anew in each run: a model that is in use must outlive its version.
      last = graph.heldDense("head" + i, last, layer.weights(), layer.biases(), layer.relu());
      width = layer.biases().shape().get(0);
    }
    graph.softmax(PROBABILITIES, last);
    return signed(graph, PROBABILITIES, width);
  }

  private static String relu6(GraphBuilder graph, ConvertedTrunk trunk) {
    String last = graph.vggInput("vgg", graph.photos(PHOTOS, PHOTO_SIZE), MEAN_BGR);
    int block = 1;
    for (TrunkLayer layer : trunk.layers()) {
      // conv2_1 is the first of block 2, and fc6 comes after block 5: a pool ends each block.
      if (!layer.name().startsWith("conv" + block)) {
        last = graph.maxPool("pool" + block, last);
        block++;
      }
      GraphTensor weights = mapped(trunk, layer.weights());
      GraphTensor biases = mapped(trunk, layer.biases());
      if (layer.convolution()) {
        last = graph.convolution(layer.name(), last, weights, biases);
      } else {
        last = graph.flatten("flat", last, layer.inputs());
        last = graph.dense(RELU6, last, weights, biases, true);
      }
    }
    return last;
  }

  /** A tensor of the trunk, in its file. */
  static GraphTensor mapped(ConvertedTrunk trunk, TrunkTensor tensor) {
    String file = tensor.fileName();
    return new GraphTensor(file, tensor.shape(), trunk.directory().resolve(file));
  }

  private static MetaGraphDef signed(GraphBuilder graph, String output, int width) {
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(PHOTOS, info(PHOTOS, -1, PHOTO_SIZE, PHOTO_SIZE, 3))
            .putOutputs(output, info(output, -1, width))
            .build();
    return MetaGraphDef.newBuilder()
        .setGraphDef(graph.build())
        .putSignatureDef("serving_default", signature)
        .build();
  }

  private static TensorInfo info(String node, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(node + ":0")
        .setDtype(org.tensorflow.proto.DataType.DT_FLOAT)
        .setTensorShape(dimensions)
        .build();
  }
}
