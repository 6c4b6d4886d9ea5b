package dev.flowers.trunk;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.MapDefun;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * The classifier as a graph for anybody: public ops alone, which every TensorFlow knows and its
 * optimizer fuses by itself, and an entrance for each form that photos come in. The entrances share
 * the variables, and each has the network's few nodes for itself.
 */
final class ServingGraph {
  private static final int SIZE = VggGraph.PHOTO_SIZE;
  private static final Shape SQUARES = Shape.of(-1, SIZE, SIZE, 3);
  private static final String SAME = "SAME";
  private static final String PROBABILITIES = "probabilities";

  private final Ops tf;
  private final ConvertedTrunk trunk;
  private final List<DenseLayer> head;
  private final ServingVariables variables;

  ServingGraph(Ops tf, ConvertedTrunk trunk, List<DenseLayer> head, ServingVariables variables) {
    this.tf = tf;
    this.trunk = trunk;
    this.head = head;
    this.variables = variables;
  }

  /** The tensors of trunk and head. */
  static List<GraphTensor> tensors(ConvertedTrunk trunk, List<DenseLayer> head) {
    List<GraphTensor> tensors = new ArrayList<>();
    for (TrunkTensor tensor : TrunkLayer.tensors(trunk.layers())) {
      tensors.add(VggGraph.mapped(trunk, tensor));
    }
    for (DenseLayer layer : head) {
      tensors.add(layer.weights());
      tensors.add(layer.biases());
    }
    return tensors;
  }

  /**
   * Adds a signature's input and its way through the network.
   *
   * @param decode a {@link DecodeFunction}
   */
  SignatureDef add(ServingSignature signature, ConcreteFunction decode) {
    Ops here = tf.withSubScope(signature.key());
    Entrance entrance = entrance(signature, here, here.withName(signature.input()), decode);
    return SignatureDef.newBuilder()
        .setMethodName("tensorflow/serving/predict")
        .putInputs(signature.input(), info(entrance.input()))
        .putOutputs(PROBABILITIES, info(network(here, entrance.photos())))
        .build();
  }

  /**
   * Where photos come in.
   *
   * @param input what is fed
   * @param photos what became of it: [batch, 224, 224, 3], RGB in [0,1]
   */
  private record Entrance(Operand<?> input, Operand<TFloat32> photos) {}

  private static Entrance entrance(
      ServingSignature signature, Ops here, Ops input, ConcreteFunction decode) {
    return switch (signature) {
      case SERVING_DEFAULT -> {
        Operand<TFloat32> photos = input.placeholder(TFloat32.class, Placeholder.shape(SQUARES));
        yield new Entrance(photos, photos);
      }
      case RGB -> {
        Operand<TFloat32> squares = input.placeholder(TFloat32.class, Placeholder.shape(SQUARES));
        yield new Entrance(squares, here.math.div(squares, here.constant(255f)));
      }
      case PIXELS -> {
        Operand<TUint8> pixels =
            input.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
        yield new Entrance(pixels, new CropNodes(here).unitRgb(pixels));
      }
      case ENCODED -> {
        Operand<TString> images = input.placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
        yield new Entrance(images, decoded(here, images, decode));
      }
    };
  }

  private static Operand<TFloat32> decoded(
      Ops here, Operand<TString> images, ConcreteFunction decode) {
    MapDefun photos =
        here.mapDefun(
            List.of(images),
            List.of(),
            List.of(TFloat32.class),
            List.of(Shape.of(SIZE, SIZE, 3)),
            decode);
    return photos.op().output(0);
  }

  private Operand<TFloat32> network(Ops here, Operand<TFloat32> photos) {
    Operand<TFloat32> bgr = here.reverse(photos, here.constant(new int[] {3}));
    Operand<TFloat32> last =
        here.math.sub(here.math.mul(bgr, here.constant(255f)), here.constant(VggGraph.MEAN_BGR));
    int block = 1;
    for (TrunkLayer layer : trunk.layers()) {
      // conv2_1 is the first of block 2, and fc6 comes after block 5: a pool ends each block.
      if (!layer.name().startsWith("conv" + block)) {
        last = maxPool(here.withName("pool" + block), last);
        block++;
      }
      GraphTensor weights = VggGraph.mapped(trunk, layer.weights());
      GraphTensor biases = VggGraph.mapped(trunk, layer.biases());
      if (layer.convolution()) {
        last = convolution(here.withSubScope(layer.name()), last, weights, biases);
      } else {
        last = here.reshape(last, here.constant(new int[] {-1, layer.inputs()}));
        last = dense(here.withSubScope(layer.name()), last, weights, biases, true);
      }
    }
    for (int i = 0; i < head.size(); i++) {
      DenseLayer layer = head.get(i);
      Ops scope = here.withSubScope("head" + (i + 1));
      last = dense(scope, last, layer.weights(), layer.biases(), layer.relu());
    }
    return here.withName(PROBABILITIES).nn.softmax(last);
  }

  private Operand<TFloat32> convolution(
      Ops here, Operand<TFloat32> input, GraphTensor weights, GraphTensor biases) {
    Operand<TFloat32> sums =
        here.nn.conv2d(input, variables.value(weights), List.of(1L, 1L, 1L, 1L), SAME);
    return here.nn.relu(here.nn.biasAdd(sums, variables.value(biases)));
  }

  private Operand<TFloat32> dense(
      Ops here, Operand<TFloat32> input, GraphTensor weights, GraphTensor biases, boolean relu) {
    Operand<TFloat32> sums =
        here.nn.biasAdd(
            here.linalg.matMul(input, variables.value(weights)), variables.value(biases));
    return relu ? here.nn.relu(sums) : sums;
  }

  /** The Java API has only MaxPoolV2, which oneDNN does not speed up. */
  private static Operand<TFloat32> maxPool(Ops here, Operand<TFloat32> input) {
    return here.scope()
        .opBuilder("MaxPool", "MaxPool")
        .addInput(input.asOutput())
        .setAttr("ksize", new long[] {1, 2, 2, 1})
        .setAttr("strides", new long[] {1, 2, 2, 1})
        .setAttr("padding", SAME)
        .build()
        .output(0);
  }

  private static TensorInfo info(Operand<?> tensor) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : tensor.shape().asArray()) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder()
        .setName(tensor.op().name() + ":0")
        .setDtype(tensor.asOutput().dataType())
        .setTensorShape(dimensions)
        .build();
  }
}
