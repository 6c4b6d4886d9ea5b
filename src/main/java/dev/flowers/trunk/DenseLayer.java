package dev.flowers.trunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer: {@code output = input · weights + bias}, in the layout of TensorFlow's MatMul.
 * Immutable and thread-safe.
 *
 * <p>The numbers are kept as a file or a graph has them, little-endian float32, and are not decoded
 * before somebody wants them as such.
 */
public final class DenseLayer {
  private final int inputs;
  private final int outputs;
  private final ByteBuffer weights;
  private final ByteBuffer bias;

  /** The weights decoded, once a layer was applied. */
  private volatile float @Nullable [] decoded;

  private DenseLayer(int inputs, int outputs, ByteBuffer weights, ByteBuffer bias) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a layer of [" + inputs + ", " + outputs + "], expected both above 0");
    }
    if (weights.remaining() != (long) inputs * outputs * Float.BYTES
        || bias.remaining() != (long) outputs * Float.BYTES) {
      throw new IllegalArgumentException(
          weights.remaining()
              + " bytes of weights and "
              + bias.remaining()
              + " of biases, expected ["
              + inputs
              + ", "
              + outputs
              + "] and ["
              + outputs
              + "] float32");
    }
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.bias = bias;
  }

  /**
   * Makes a layer of numbers.
   *
   * @param weights [inputs, outputs], row by row; copied
   * @param bias [outputs]; copied
   * @throws IllegalArgumentException if the sizes do not fit or a number is not finite
   */
  public static DenseLayer of(int inputs, int outputs, float[] weights, float[] bias) {
    DenseLayer layer = new DenseLayer(inputs, outputs, encoded(weights), encoded(bias));
    requireFinite("weight", weights);
    requireFinite("bias", bias);
    return layer;
  }

  /**
   * Makes a layer of what a file holds, and does not look at the numbers.
   *
   * @param weights [inputs, outputs], row by row, little-endian float32; given away
   * @param bias [outputs], the same
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static DenseLayer ofBytes(int inputs, int outputs, byte[] weights, byte[] bias) {
    return new DenseLayer(inputs, outputs, littleEndian(weights), littleEndian(bias));
  }

  /**
   * Turns a layer of DJL's.
   *
   * @param weights [outputs, inputs], as DJL's Linear has them
   * @param bias [outputs]
   */
  public static DenseLayer transposed(float[] weights, float[] bias) {
    int outputs = bias.length;
    int inputs = weights.length / outputs;
    float[] turned = new float[weights.length];
    for (int j = 0; j < outputs; j++) {
      for (int i = 0; i < inputs; i++) {
        turned[i * outputs + j] = weights[j * inputs + i];
      }
    }
    return of(inputs, outputs, turned, bias);
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
    return weightBytes().asFloatBuffer();
  }

  /** Returns the biases, [outputs], as a read-only view. */
  public FloatBuffer bias() {
    return biasBytes().asFloatBuffer();
  }

  /** The weights as a file has them, as a read-only view. */
  public ByteBuffer weightBytes() {
    return view(weights);
  }

  /** The biases as a file has them, as a read-only view. */
  public ByteBuffer biasBytes() {
    return view(bias);
  }

  /**
   * Applies the layer.
   *
   * @param batch [batch, inputs]
   * @return [batch, outputs]
   */
  public float[][] apply(float[][] batch) {
    float[] rows = decodedWeights();
    float[][] results = new float[batch.length][];
    for (int n = 0; n < batch.length; n++) {
      results[n] = new float[outputs];
      bias().get(results[n]);
    }
    // A row of weights at a time for the whole batch: it is in the cache then, and the innermost
    // loop has no dependence that keeps the JIT from vectorizing it.
    for (int i = 0; i < inputs; i++) {
      for (int n = 0; n < batch.length; n++) {
        float x = batch[n][i];
        if (x != 0) {
          addScaled(x, rows, i * outputs, results[n]);
        }
      }
    }
    return results;
  }

  /**
   * Checks that layers can follow each other.
   *
   * @param inputs how many numbers go into the first
   * @throws IllegalArgumentException if a layer does not fit the one before it
   */
  public static void requireFit(int inputs, List<DenseLayer> head) {
    int width = inputs;
    for (int i = 0; i < head.size(); i++) {
      if (head.get(i).inputs != width) {
        throw new IllegalArgumentException(
            "head" + (i + 1) + ": found " + head.get(i).inputs + " inputs, expected " + width);
      }
      width = head.get(i).outputs;
    }
  }

  /**
   * Applies a head: layers with a ReLU between two of them.
   *
   * @param head at least one layer
   * @param batch [batch, inputs]
   * @return what goes into the softmax, [batch, classes]
   */
  public static float[][] logits(List<DenseLayer> head, float[][] batch) {
    float[][] numbers = head.get(0).apply(batch);
    for (DenseLayer layer : head.subList(1, head.size())) {
      for (float[] row : numbers) {
        for (int i = 0; i < row.length; i++) {
          row[i] = Math.max(row[i], 0);
        }
      }
      numbers = layer.apply(numbers);
    }
    return numbers;
  }

  /**
   * Applies a head with a softmax behind it.
   *
   * @param head as {@link #logits} takes it
   * @param batch [batch, inputs]
   * @return [batch, classes], each in [0,1]
   * @throws IllegalArgumentException if the numbers are too large for the head
   */
  public static float[][] probabilities(List<DenseLayer> head, float[][] batch) {
    float[][] numbers = logits(head, batch);
    for (float[] row : numbers) {
      softmax(row);
    }
    return numbers;
  }

  private static void softmax(float[] row) {
    float max = Float.NEGATIVE_INFINITY;
    for (float x : row) {
      max = Math.max(max, x);
    }
    double sum = 0;
    for (float x : row) {
      sum += Math.exp((double) x - max);
    }
    if (Double.isNaN(sum)) {
      throw new IllegalArgumentException(
          "embedding: found numbers too large for the head, expected ones like the training photos'");
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (Math.exp((double) row[i] - max) / sum);
    }
  }

  private static void addScaled(float x, float[] rows, int row, float[] result) {
    for (int j = 0; j < result.length; j++) {
      result[j] += x * rows[row + j];
    }
  }

  private float[] decodedWeights() {
    float[] known = decoded;
    if (known == null) {
      known = new float[inputs * outputs];
      weights().get(known);
      decoded = known;
    }
    return known;
  }

  private static ByteBuffer view(ByteBuffer bytes) {
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer encoded(float[] numbers) {
    ByteBuffer bytes = littleEndian(new byte[Math.multiplyExact(numbers.length, Float.BYTES)]);
    bytes.asFloatBuffer().put(numbers);
    return bytes;
  }

  private static void requireFinite(String what, float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new IllegalArgumentException(
            what + " " + i + " is " + numbers[i] + ", expected a finite number");
      }
    }
  }
}
