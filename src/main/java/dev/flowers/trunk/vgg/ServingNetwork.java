package dev.flowers.trunk.vgg;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adds layers of public ops alone, which every TensorFlow knows and its optimizer fuses by itself.
 * The weights are variables.
 */
final class ServingNetwork implements NetworkBuilder<Operand<TFloat32>> {
  private static final String SAME = "SAME";

  private final Ops tf;
  private final ServingVariables variables;

  /**
   * A builder.
   *
   * @param tf where the nodes go
   */
  ServingNetwork(Ops tf, ServingVariables variables) {
    this.tf = tf;
    this.variables = variables;
  }

  @Override
  public Operand<TFloat32> caffeInput(String name, Operand<TFloat32> photos, float[] meanBgr) {
    Ops here = tf.withSubScope(name);
    Operand<TFloat32> bgr = here.reverse(photos, here.constant(new int[] {3}));
    return here.math.sub(here.math.mul(bgr, here.constant(255f)), here.constant(meanBgr));
  }

  @Override
  public Operand<TFloat32> convolution(
      String name, Operand<TFloat32> input, GraphTensor weights, GraphTensor biases) {
    Ops here = tf.withSubScope(name);
    Operand<TFloat32> sums =
        here.nn.conv2d(input, variables.value(weights), List.of(1L, 1L, 1L, 1L), SAME);
    return here.nn.relu(here.nn.biasAdd(sums, variables.value(biases)));
  }

  /** The Java API has only MaxPoolV2, which oneDNN does not speed up. */
  @Override
  public Operand<TFloat32> maxPool(String name, Operand<TFloat32> input) {
    return tf.withName(name)
        .scope()
        .opBuilder("MaxPool", "MaxPool")
        .addInput(input.asOutput())
        .setAttr("ksize", new long[] {1, 2, 2, 1})
        .setAttr("strides", new long[] {1, 2, 2, 1})
        .setAttr("padding", SAME)
        .build()
        .output(0);
  }

  @Override
  public Operand<TFloat32> mean(String name, Operand<TFloat32> input) {
    Ops here = tf.withSubScope(name);
    return here.math.mean(input, here.constant(new int[] {1, 2}));
  }

  @Override
  public Operand<TFloat32> flatten(String name, Operand<TFloat32> input, int width) {
    Ops here = tf.withSubScope(name);
    return here.reshape(input, here.constant(new int[] {-1, width}));
  }

  @Override
  public Operand<TFloat32> dense(
      String name, Operand<TFloat32> input, GraphTensor weights, GraphTensor biases, boolean relu) {
    Ops here = tf.withSubScope(name);
    Operand<TFloat32> sums =
        here.nn.biasAdd(
            here.linalg.matMul(input, variables.value(weights)), variables.value(biases));
    return relu ? here.nn.relu(sums) : sums;
  }

  @Override
  public Operand<TFloat32> softmax(String name, Operand<TFloat32> input) {
    return tf.withName(name).nn.softmax(input);
  }
}
