package dev.flowers.head;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Temperature scaling (C. Guo et al., "On calibration of modern neural networks", ICML 2017,
 * section 4.2): all logits are divided by one number, the temperature, with which the validation
 * photos are most likely. Above 1 it makes the probabilities less extreme, below 1 more. The order
 * of the classes stays.
 *
 * <p>The last layer's weights and biases are divided, so that whatever runs a head has it, and no
 * graph needs a node for it.
 */
final class TemperatureScaling {
  /** A temperature outside is not the validation photos' but the lack of them. */
  static final double LOWEST = 0.1;

  static final double HIGHEST = 10;

  /**
   * Deviation of ln T in the prior, a normal distribution around T = 1. It matters where there are
   * a few validation photos: without it a handful that are all right would ask for the lowest
   * temperature. It weighs as much as half a photo or less, and with 60 moves T by a percent or so.
   */
  private static final double PRIOR_DEVIATION = 0.5;

  private static final double TOLERANCE = 1e-9;
  private static final int MOST_STEPS = 100;
  private static final int BATCH = 256;

  private TemperatureScaling() {}

  /** Calibrates a head; one without validation photos is left as it is. */
  static FitResult apply(FitResult fitted, EmbeddingFile file, int[] validation)
      throws IOException {
    if (validation.length == 0) {
      return fitted;
    }
    float[][] logits = new float[validation.length][];
    int[] labels = Arrays.stream(validation).map(file::label).toArray();
    for (int from = 0; from < validation.length; from += BATCH) {
      float[][] batch = new float[Math.min(BATCH, validation.length - from)][];
      for (int i = 0; i < batch.length; i++) {
        batch[i] = file.values(validation[from + i]);
      }
      float[][] rows = DenseLayer.logits(fitted.layers(), batch);
      System.arraycopy(rows, 0, logits, from, rows.length);
    }
    double temperature = fit(logits, labels);
    List<DenseLayer> layers = new ArrayList<>(fitted.layers());
    int last = layers.size() - 1;
    layers.set(last, divided(layers.get(last), temperature));
    return new FitResult(
        layers,
        fitted.trainCount(),
        fitted.validationCount(),
        fitted.history(),
        fitted.bestEpoch(),
        OptionalDouble.of(temperature));
  }

  /**
   * Finds the temperature, by Newton's method on ln T, with bisection where that leaves the
   * bracket.
   *
   * @param logits [photos, classes]
   * @param labels [photos]
   * @return from {@value #LOWEST} to {@value #HIGHEST}; 1 without photos
   */
  static double fit(float[][] logits, int[] labels) {
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    // The slope's sign changes from − to + at the minimum.
    if (Slope.at(low, logits, labels).first() >= 0) {
      return LOWEST;
    }
    if (Slope.at(high, logits, labels).first() <= 0) {
      return HIGHEST;
    }
    double x = 0;
    for (int step = 0; step < MOST_STEPS && high - low > TOLERANCE; step++) {
      Slope slope = Slope.at(x, logits, labels);
      if (slope.first() < 0) {
        low = x;
      } else {
        high = x;
      }
      double next = x - slope.first() / slope.second();
      // Not a number, or beyond what is known: halve instead.
      boolean inside = slope.second() > 0 && next >= low && next <= high;
      double moved = inside ? next : (low + high) / 2;
      if (Math.abs(moved - x) < TOLERANCE) {
        return Math.exp(moved);
      }
      x = moved;
    }
    return Math.exp((low + high) / 2);
  }

  /** First and second derivative by ln T of the negative log-likelihood and the prior's. */
  private record Slope(double first, double second) {
    static Slope at(double x, float[][] logits, int[] labels) {
      double beta = Math.exp(-x);
      double first = x / (PRIOR_DEVIATION * PRIOR_DEVIATION);
      double second = 1 / (PRIOR_DEVIATION * PRIOR_DEVIATION);
      for (int i = 0; i < logits.length; i++) {
        float[] row = logits[i];
        double max = Double.NEGATIVE_INFINITY;
        for (float z : row) {
          max = Math.max(max, z);
        }
        double sum = 0;
        double mean = 0;
        double squares = 0;
        for (float z : row) {
          double weight = Math.exp(beta * (z - max));
          sum += weight;
          mean += weight * (z - max);
          squares += weight * (z - max) * (z - max);
        }
        mean /= sum;
        double excess = mean - (row[labels[i]] - max);
        first -= beta * excess;
        second += beta * excess + beta * beta * (squares / sum - mean * mean);
      }
      return new Slope(first, second);
    }
  }

  private static DenseLayer divided(DenseLayer layer, double temperature) {
    return DenseLayer.of(
        layer.inputs(),
        layer.outputs(),
        divided(layer.weights(), temperature),
        divided(layer.bias(), temperature));
  }

  private static float[] divided(FloatBuffer numbers, double temperature) {
    float[] divided = new float[numbers.remaining()];
    for (int i = 0; i < divided.length; i++) {
      divided[i] = (float) (numbers.get(i) / temperature);
    }
    return divided;
  }
}
