package dev.flowers.trunk.vgg;

import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.PhotoInput;
import java.util.ArrayList;
import java.util.List;

/**
 * VGG16 or VGG19 up to relu6 or pool5, and a head behind it: the layers and their order, for every
 * graph that is made of them.
 *
 * <p>Source: Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", 2014, configurations D and E; the mean is that of the Caffe release.
 */
final class VggNetwork {
  /** Side of the square photos, in pixels. */
  static final int PHOTO_SIZE = 224;

  /** Blue, green and red of the training set on average, in [0,255]. */
  static final float[] MEAN_BGR = {103.939f, 116.779f, 123.68f};

  /** What goes in: that mean is what the network sees as zeros. */
  static final PhotoInput INPUT =
      PhotoInput.square(PHOTO_SIZE, MEAN_BGR[2] / 255, MEAN_BGR[1] / 255, MEAN_BGR[0] / 255);

  /** The input's name: photos [batch, 224, 224, 3], RGB in [0,1]. */
  static final String PHOTOS = "photos";

  /** The trunk's output's name. */
  static final String EMBEDDING = "embedding";

  /** The head's output's name. */
  static final String PROBABILITIES = "probabilities";

  private VggNetwork() {}

  /**
   * Adds the trunk.
   *
   * @param photos [batch, 224, 224, 3], RGB in [0,1]
   * @return [batch, width]
   */
  static <T> T embedding(NetworkBuilder<T> builder, T photos, VggTrunk trunk) {
    T last = builder.caffeInput("vgg", photos, MEAN_BGR);
    int block = 1;
    for (TrunkLayer layer : trunk.layers()) {
      // conv2_1 is the first of block 2, and fc6 comes after block 5: a pool ends each block.
      if (!layer.name().startsWith("conv" + block)) {
        last = builder.maxPool("pool" + block, last);
        block++;
      }
      GraphTensor weights = tensor(trunk, layer.weights());
      GraphTensor biases = tensor(trunk, layer.biases());
      if (layer.convolution()) {
        last = builder.convolution(layer.name(), last, weights, biases);
      } else {
        last = builder.flatten("flat", last, layer.inputs());
        return builder.dense(layer.name(), last, weights, biases, true);
      }
    }
    return builder.mean("mean", builder.maxPool("pool" + block, last));
  }

  /**
   * Adds the head: a ReLU between two layers, a softmax behind the last.
   *
   * @param embedding [batch, width]
   * @return [batch, classes]
   * @throws IllegalArgumentException if a layer does not fit the one before it
   */
  static <T> T probabilities(
      NetworkBuilder<T> builder, T embedding, VggTrunk trunk, List<DenseLayer> head) {
    DenseLayer.requireFit(trunk.width(), head);
    T last = embedding;
    for (int i = 0; i < head.size(); i++) {
      String name = headName(i);
      DenseLayer layer = head.get(i);
      last = builder.dense(name, last, weights(i, layer), biases(i, layer), i + 1 < head.size());
    }
    return builder.softmax(PROBABILITIES, last);
  }

  /** All tensors of trunk and head, in the network's order. */
  static List<GraphTensor> tensors(VggTrunk trunk, List<DenseLayer> head) {
    List<GraphTensor> tensors = new ArrayList<>();
    for (TrunkTensor tensor : TrunkLayer.tensors(trunk.layers())) {
      tensors.add(tensor(trunk, tensor));
    }
    for (int i = 0; i < head.size(); i++) {
      tensors.add(weights(i, head.get(i)));
      tensors.add(biases(i, head.get(i)));
    }
    return tensors;
  }

  private static GraphTensor tensor(VggTrunk trunk, TrunkTensor tensor) {
    return new GraphTensor.Filed(tensor.fileName(), tensor.shape(), trunk.file(tensor));
  }

  /** Held, not mapped: a model that is in use must outlive its version. */
  private static GraphTensor weights(int index, DenseLayer layer) {
    return new GraphTensor.Held(
        headName(index) + ".weights",
        List.of(layer.inputs(), layer.outputs()),
        layer.weightBytes());
  }

  private static GraphTensor biases(int index, DenseLayer layer) {
    return new GraphTensor.Held(
        headName(index) + ".biases", List.of(layer.outputs()), layer.biasBytes());
  }

  private static String headName(int index) {
    return "head" + (index + 1);
  }
}
