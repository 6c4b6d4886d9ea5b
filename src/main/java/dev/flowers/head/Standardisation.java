package dev.flowers.head;

import dev.flowers.embedding.EmbeddingFile;
import java.io.IOException;

/**
 * Brings each number of a code to mean 0 and standard deviation 1 over the training photos: {@code
 * (x − mean) / deviation}. Without it Adam's one step size would not suit all inputs.
 *
 * @param mean [width]
 * @param deviation [width], never 0
 */
@SuppressWarnings("ArrayRecordComponent") // Stays in this package, which does not write to it.
record Standardisation(double[] mean, double[] deviation) {
  // A float has some seven digits: less variation than that around a mean is noise.
  private static final double NOISE = 1e-6;

  /**
   * Measures the rows in one pass, in double precision, by Welford's method (Technometrics 4, 1962,
   * p. 419). An input that does not vary gets deviation 1: it is only shifted to 0.
   *
   * @throws IllegalArgumentException if a code has a number that is not finite
   */
  static Standardisation of(EmbeddingFile file, int[] rows) throws IOException {
    int width = file.width();
    double[] mean = new double[width];
    double[] squares = new double[width];
    for (int n = 0; n < rows.length; n++) {
      float[] code = file.code(rows[n]);
      for (int i = 0; i < width; i++) {
        if (!Float.isFinite(code[i])) {
          throw new IllegalArgumentException(
              "%s: record %d (%s) has %s as number %d of its code, expected a finite one"
                  .formatted(file.file(), rows[n], file.path(rows[n]), code[i], i));
        }
        double delta = code[i] - mean[i];
        mean[i] += delta / (n + 1);
        squares[i] += delta * (code[i] - mean[i]);
      }
    }
    double[] deviation = new double[width];
    for (int i = 0; i < width; i++) {
      double d = Math.sqrt(squares[i] / rows.length);
      deviation[i] = d > NOISE * Math.abs(mean[i]) ? d : 1;
    }
    return new Standardisation(mean, deviation);
  }

  /**
   * Returns {@code −mean / deviation}, [width]: with it, standardising is one scale and one add.
   */
  float[] shift() {
    float[] shift = new float[mean.length];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = (float) (-mean[i] / deviation[i]);
    }
    return shift;
  }

  /** Returns {@code 1 / deviation}, [width]. */
  float[] scale() {
    float[] scale = new float[mean.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) (1 / deviation[i]);
    }
    return scale;
  }

  /**
   * Returns a layer that takes codes as they are and gives what the given one gives for
   * standardised codes.
   *
   * @param weights [outputs, width], as DJL's Linear has them
   * @param bias [outputs]
   */
  DenseLayer fold(float[] weights, float[] bias) {
    int width = mean.length;
    int outputs = bias.length;
    float[] folded = new float[weights.length];
    float[] foldedBias = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      double sum = bias[j];
      for (int i = 0; i < width; i++) {
        double w = weights[j * width + i] / deviation[i];
        folded[i * outputs + j] = (float) w;
        sum -= w * mean[i];
      }
      foldedBias[j] = (float) sum;
    }
    return new DenseLayer(width, outputs, folded, foldedBias);
  }
}
