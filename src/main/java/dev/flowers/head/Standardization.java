package dev.flowers.head;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Brings each number of an embedding to mean 0 and standard deviation 1 over the training photos:
 * {@code (x − mean) / deviation}. Without it Adam's one step size would not suit all inputs.
 *
 * @param mean [width]
 * @param deviation [width], from 1e-30 to 1e30; infinite for a number that does not vary, which
 *     thereby becomes 0 for every photo
 */
@SuppressWarnings("ArrayRecordComponent") // Stays in this package, which does not write to it.
record Standardization(double[] mean, double[] deviation) {
  // A float has some seven digits: less variation than that around a mean is noise.
  private static final double NOISE = 1e-6;

  // The weights that are folded with a deviation must stay normal floats, 1.2e-38 to 3.4e38: less
  // is 0 to TensorFlow. Between these limits there is room for weights from 1e-8 to 1e8.
  private static final double SMALLEST = 1e-30;
  private static final double LARGEST = 1e30;

  // Among n training photos none is more than √n deviations from the mean.
  private static final double OUTLIER = 1e9;

  /**
   * Measures the rows in one pass, in double precision, by Welford's method (Technometrics 4, 1962,
   * p. 419).
   *
   * @throws InvalidInputException if an embedding has a number that is not finite, a number varies
   *     too much, or none varies at all
   */
  static Standardization of(EmbeddingFile file, int[] rows) throws IOException {
    int width = file.width();
    double[] mean = new double[width];
    double[] squares = new double[width];
    for (int n = 0; n < rows.length; n++) {
      float[] values = file.values(rows[n]);
      for (int i = 0; i < width; i++) {
        double delta = values[i] - mean[i];
        mean[i] += delta / (n + 1);
        squares[i] += delta * (values[i] - mean[i]);
      }
    }
    double[] deviation = new double[width];
    for (int i = 0; i < width; i++) {
      double d = Math.sqrt(squares[i] / rows.length);
      if (d > LARGEST) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: number %d of the embeddings: found a standard deviation of %.1e over the training photos, expected at most %.0e",
                file.file(),
                i,
                d,
                LARGEST));
      }
      boolean varies = d > NOISE * Math.abs(mean[i]) && d > SMALLEST;
      deviation[i] = varies ? d : Double.POSITIVE_INFINITY;
    }
    if (Arrays.stream(deviation).allMatch(Double::isInfinite)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found no number that varies over the embeddings of the %d training photos, expected a standard deviation above %.0e and above a millionth of the mean",
              file.file(),
              rows.length,
              SMALLEST));
    }
    return new Standardization(mean, deviation);
  }

  /**
   * Refuses rows that are extremely far from the training photos. Their loss says nothing about the
   * training.
   *
   * @throws InvalidInputException naming the first such row
   */
  void refuseOutliers(EmbeddingFile file, int[] rows) throws IOException {
    for (int row : rows) {
      float[] values = file.values(row);
      for (int i = 0; i < values.length; i++) {
        if (!(Math.abs(values[i] - mean[i]) <= OUTLIER * deviation[i])) {
          throw refused(
              file,
              row,
              i,
              values[i],
              String.format(
                  Locale.ROOT,
                  "one near those of the training photos, %.1e ± %.1e",
                  mean[i],
                  deviation[i]));
        }
      }
    }
  }

  private static InvalidInputException refused(
      EmbeddingFile file, int row, int number, float found, String expected) throws IOException {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: record %d (%s), number %d of the embedding: found %s, expected %s",
            file.file(),
            row,
            file.path(row),
            number,
            found,
            expected));
  }

  /**
   * Returns {@code −mean / deviation}, [width]: with it, standardizing is one scale and one add.
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
   * Returns a layer that takes embeddings as they are and gives what the given one gives for
   * standardized embeddings.
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
    return DenseLayer.of(width, outputs, folded, foldedBias);
  }
}
