package dev.flowers.head;

import java.nio.FloatBuffer;

/**
 * A dense layer: {@code output = input · weights + bias}, in the layout of TensorFlow's MatMul.
 * Immutable and thread-safe.
 */
public final class DenseLayer {
  private final int inputs;
  private final int outputs;
  private final float[] weights;
  private final float[] bias;

  /**
   * Keeps the arrays, which the caller gives away.
   *
   * @param weights [inputs, outputs], row by row
   * @param bias [outputs]
   * @throws IllegalArgumentException if the sizes do not fit or a number is not finite
   */
  DenseLayer(int inputs, int outputs, float[] weights, float[] bias) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a layer of [%d, %d], expected both above 0".formatted(inputs, outputs));
    }
    if (weights.length != (long) inputs * outputs || bias.length != outputs) {
      throw new IllegalArgumentException(
          "%d weights and %d biases, expected [%d, %d] and [%d]"
              .formatted(weights.length, bias.length, inputs, outputs, outputs));
    }
    requireFinite("weight", weights);
    requireFinite("bias", bias);
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Turns a layer of DJL's.
   *
   * @param weights [outputs, inputs], as DJL's Linear has them
   * @param bias [outputs]
   */
  static DenseLayer transposed(float[] weights, float[] bias) {
    int outputs = bias.length;
    int inputs = weights.length / outputs;
    float[] turned = new float[weights.length];
    for (int j = 0; j < outputs; j++) {
      for (int i = 0; i < inputs; i++) {
        turned[i * outputs + j] = weights[j * inputs + i];
      }
    }
    return new DenseLayer(inputs, outputs, turned, bias);
  }

  /** Returns how many numbers go in. */
  public int inputs() {
    return inputs;
  }

  /** Returns how many numbers come out. */
  public int outputs() {
    return outputs;
  }

  /** Returns the weights, [inputs, outputs] row by row, as a read-only view. */
  public FloatBuffer weights() {
    return FloatBuffer.wrap(weights).asReadOnlyBuffer();
  }

  /** Returns the biases, [outputs], as a read-only view. */
  public FloatBuffer bias() {
    return FloatBuffer.wrap(bias).asReadOnlyBuffer();
  }

  /**
   * Applies the layer.
   *
   * @param batch [batch, inputs]
   * @return [batch, outputs]
   */
  float[][] apply(float[][] batch) {
    float[][] results = new float[batch.length][];
    for (int n = 0; n < batch.length; n++) {
      results[n] = bias.clone();
    }
    // A row of weights at a time for the whole batch: it is in the cache then, and the innermost
    // loop has no dependence that keeps the JIT from vectorizing it.
    for (int i = 0; i < inputs; i++) {
      for (int n = 0; n < batch.length; n++) {
        float x = batch[n][i];
        if (x != 0) {
          addScaled(x, i * outputs, results[n]);
        }
      }
    }
    return results;
  }

  private void addScaled(float x, int row, float[] result) {
    for (int j = 0; j < result.length; j++) {
      result[j] += x * weights[row + j];
    }
  }

  private static void requireFinite(String what, float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            "%s %d is %s, expected a finite number".formatted(what, i, numbers[i]));
      }
    }
  }
}
