package dev.flowers.novelty;

/**
 * Makes the variation within the classes the same in all directions: the inverse of the Cholesky
 * factor of the classes' common covariance, which is mixed with a multiple of the identity so that
 * it can be inverted (O. Ledoit and M. Wolf, J. Multivariate Analysis 88, 2004, without their
 * choice of the mixture).
 *
 * @param factor the lower triangle L with L·Lᵀ = covariance
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, which does not write to it
record WithinClassScaling(double[][] factor) {
  /** What a direction varies at least, of the mean of all. */
  private static final double LEAST = 1e-6;

  /**
   * Measures the covariance.
   *
   * @param rows [rows, dimensions]
   * @param shrinkage the share of the multiple of the identity, above 0 and at most 1
   */
  static WithinClassScaling of(float[][] rows, int[] labels, int classes, double shrinkage) {
    int dimensions = rows[0].length;
    double[][] means = means(rows, labels, classes);
    double[][] covariance = new double[dimensions][dimensions];
    double[] x = new double[dimensions];
    for (int n = 0; n < rows.length; n++) {
      for (int i = 0; i < dimensions; i++) {
        x[i] = rows[n][i] - means[labels[n]][i];
      }
      for (int i = 0; i < dimensions; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += x[i] * x[j] / rows.length;
        }
      }
    }
    double mean = 0;
    for (int i = 0; i < dimensions; i++) {
      mean += covariance[i][i] / dimensions;
    }
    // One photo a class varies in nothing: then all directions are left as they are.
    double common = mean > 0 ? mean : 1;
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] *= 1 - shrinkage;
      }
      covariance[i][i] += shrinkage * common;
    }
    return new WithinClassScaling(cholesky(covariance, LEAST * common));
  }

  private static double[][] means(float[][] rows, int[] labels, int classes) {
    int dimensions = rows[0].length;
    double[][] means = new double[classes][dimensions];
    int[] counts = new int[classes];
    for (int n = 0; n < rows.length; n++) {
      counts[labels[n]]++;
      for (int i = 0; i < dimensions; i++) {
        means[labels[n]][i] += rows[n][i];
      }
    }
    for (int label = 0; label < classes; label++) {
      for (int i = 0; i < dimensions; i++) {
        means[label][i] /= Math.max(1, counts[label]);
      }
    }
    return means;
  }

  /** In place, of the lower triangle. */
  private static double[][] cholesky(double[][] a, double least) {
    for (int j = 0; j < a.length; j++) {
      for (int k = 0; k < j; k++) {
        a[j][j] -= a[j][k] * a[j][k];
      }
      a[j][j] = Math.sqrt(Math.max(a[j][j], least));
      for (int i = j + 1; i < a.length; i++) {
        for (int k = 0; k < j; k++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
        a[i][j] /= a[j][j];
      }
    }
    return a;
  }

  /**
   * Returns what projects and scales at once: L⁻¹ times the directions, by forward substitution.
   *
   * @param directions [dimensions, width]
   */
  float[][] apply(float[][] directions) {
    float[][] scaled = new float[directions.length][];
    for (int i = 0; i < directions.length; i++) {
      double[] row = new double[directions[i].length];
      for (int k = 0; k < row.length; k++) {
        row[k] = directions[i][k];
      }
      for (int j = 0; j < i; j++) {
        for (int k = 0; k < row.length; k++) {
          row[k] -= factor[i][j] * scaled[j][k];
        }
      }
      scaled[i] = new float[row.length];
      for (int k = 0; k < row.length; k++) {
        scaled[i][k] = (float) (row[k] / factor[i][i]);
      }
    }
    return scaled;
  }
}
