package dev.flowers.trunk.vgg;

/**
 * Adds layers to a graph of some kind. {@link VggNetwork} says which layers, in which order.
 *
 * @param <T> a node's output
 */
interface NetworkBuilder<T> {
  /**
   * RGB in [0,1] to what the Caffe release was trained on: BGR in [0,255] less a mean.
   *
   * @param photos [batch, height, width, 3]
   * @param meanBgr the mean, in [0,255]
   */
  T caffeInput(String name, T photos, float[] meanBgr);

  /** A 3×3 convolution, stride 1, SAME padding, bias and ReLU. */
  T convolution(String name, T input, GraphTensor weights, GraphTensor biases);

  /** The 2×2 maximum, stride 2, SAME padding. */
  T maxPool(String name, T input);

  /**
   * The mean over all places.
   *
   * @param input [batch, height, width, channels]
   * @return [batch, channels]
   */
  T mean(String name, T input);

  /** Lays each item of the batch out as one row of {@code width} numbers. */
  T flatten(String name, T input, int width);

  /** A dense layer with bias, and ReLU if {@code relu}. */
  T dense(String name, T input, GraphTensor weights, GraphTensor biases, boolean relu);

  /** Rows of numbers to rows of probabilities. */
  T softmax(String name, T input);
}
