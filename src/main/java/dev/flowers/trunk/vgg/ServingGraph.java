package dev.flowers.trunk.vgg;

import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.ServingSignature;
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
 * The classifier as a TensorFlow graph of public ops, with an input for each form that photos come
 * in. The inputs share the variables; each has its own copy of the network's few nodes.
 */
final class ServingGraph {
  private static final int SIZE = VggNetwork.PHOTO_SIZE;
  private static final Shape SQUARES = Shape.of(-1, SIZE, SIZE, 3);

  private final Ops tf;
  private final VggTrunk trunk;
  private final List<DenseLayer> head;
  private final ServingVariables variables;

  ServingGraph(Ops tf, VggTrunk trunk, List<DenseLayer> head, ServingVariables variables) {
    this.tf = tf;
    this.trunk = trunk;
    this.head = head;
    this.variables = variables;
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
        .putOutputs(VggNetwork.PROBABILITIES, info(network(here, entrance.photos())))
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
    ServingNetwork network = new ServingNetwork(here, variables);
    Operand<TFloat32> embedding = VggNetwork.embedding(network, photos, trunk);
    return VggNetwork.probabilities(network, embedding, trunk, head);
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
