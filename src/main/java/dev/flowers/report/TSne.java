package dev.flowers.report;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Lays points out in the plane so that near ones stay near: t-SNE (L. van der Maaten and G. Hinton,
 * "Visualizing data using t-SNE", JMLR 9, 2008), computed exactly.
 *
 * <p>Written here because nothing on Maven Central fits: Smile is GPL from version 3 on, the UMAP
 * ports are not kept, DL4J's t-SNE brings all of ND4J. It begins at the principal components and
 * learns at n/12, as D. Kobak and P. Berens ("The art of using t-SNE for single-cell
 * transcriptomics", 2019) advise, so that nothing is random. It uses no function whose last bit
 * differs between machines.
 *
 * <p>Time and memory grow with n²: for a few thousand points at most.
 */
final class TSne {
  private static final int ITERATIONS = 500;
  private static final int EXAGGERATED = 250;
  private static final double EXAGGERATION = 12;
  private static final double PERPLEXITY = 30;

  private final int n;
  private final float[][] affinities;
  private final double[] x;
  private final double[] y;

  private TSne(float[][] points) {
    n = points.length;
    affinities = affinities(points, Math.min(PERPLEXITY, (n - 1) / 3.0));
    x = new double[n];
    y = new double[n];
    double spread = 0;
    for (float[] point : points) {
      spread += point[0] * (double) point[0] / n;
    }
    double scale = spread == 0 ? 0 : 1e-4 / Math.sqrt(spread);
    for (int i = 0; i < n; i++) {
      x[i] = scale * points[i][0];
      y[i] = scale * points[i][1];
    }
  }

  /**
   * Lays out.
   *
   * @param points at least four rows of at least two numbers, their principal components
   * @return for each point x and y, in no particular unit
   */
  static double[][] of(float[][] points) {
    TSne map = new TSne(points);
    map.descend();
    double[][] places = new double[map.n][];
    for (int i = 0; i < map.n; i++) {
      places[i] = new double[] {map.x[i], map.y[i]};
    }
    return places;
  }

  private void descend() {
    double rate = Math.max(n / EXAGGERATION, 20);
    double[] stepX = new double[n];
    double[] stepY = new double[n];
    double[][] forces = new double[n][5];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double exaggeration = iteration < EXAGGERATED ? EXAGGERATION : 1;
      double momentum = iteration < EXAGGERATED ? 0.5 : 0.8;
      IntStream.range(0, n).parallel().forEach(i -> force(i, forces[i]));
      double z = 0;
      for (double[] force : forces) {
        z += force[4];
      }
      for (int i = 0; i < n; i++) {
        double[] force = forces[i];
        double gradientX = 4 * (exaggeration * force[0] - force[2] / z);
        double gradientY = 4 * (exaggeration * force[1] - force[3] / z);
        stepX[i] = momentum * stepX[i] - rate * gradientX;
        stepY[i] = momentum * stepY[i] - rate * gradientY;
        x[i] += stepX[i];
        y[i] += stepY[i];
      }
    }
  }

  /** The pull of the neighbours (0, 1), the push of all (2, 3) and the sum of q (4) on a point. */
  private void force(int i, double[] force) {
    Arrays.fill(force, 0);
    float[] affinity = affinities[i];
    double pullX = 0;
    double pullY = 0;
    double pushX = 0;
    double pushY = 0;
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double dx = x[i] - x[j];
      double dy = y[i] - y[j];
      double q = 1 / (1 + dx * dx + dy * dy);
      double pull = affinity[j] * q;
      double push = q * q;
      pullX += pull * dx;
      pullY += pull * dy;
      pushX += push * dx;
      pushY += push * dy;
      sum += q;
    }
    force[0] = pullX;
    force[1] = pullY;
    force[2] = pushX;
    force[3] = pushY;
    force[4] = sum - 1; // q of the point with itself
  }

  private static float[][] affinities(float[][] points, double perplexity) {
    int n = points.length;
    float[][] rows = new float[n][n];
    IntStream.range(0, n).parallel().forEach(i -> conditional(points, i, perplexity, rows[i]));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        float mean = (rows[i][j] + rows[j][i]) / (2 * n);
        rows[i][j] = mean;
        rows[j][i] = mean;
      }
    }
    return rows;
  }

  /** p(j|i): a Gaussian around point i, as wide as the perplexity asks, found by bisection. */
  private static void conditional(float[][] points, int i, double perplexity, float[] row) {
    int n = points.length;
    double[] distances = new double[n];
    double nearest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < points[i].length; k++) {
        double difference = points[i][k] - (double) points[j][k];
        distances[j] += difference * difference;
      }
      if (j != i) {
        nearest = Math.min(nearest, distances[j]);
        mean += distances[j] / (n - 1);
      }
    }
    double target = StrictMath.log(perplexity);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double beta = mean == 0 ? 1 : 1 / mean;
    for (int step = 0; step < 60; step++) {
      double sum = 0;
      double weighted = 0;
      for (int j = 0; j < n; j++) {
        double distance = distances[j] - nearest;
        double p = j == i ? 0 : StrictMath.exp(-beta * distance);
        row[j] = (float) p;
        sum += p;
        weighted += p * distance;
      }
      for (int j = 0; j < n; j++) {
        row[j] /= (float) sum;
      }
      double entropy = StrictMath.log(sum) + beta * weighted / sum;
      if (Math.abs(entropy - target) < 1e-4) {
        return;
      }
      if (entropy > target) {
        low = beta;
        beta = high == Double.POSITIVE_INFINITY ? beta * 2 : (beta + high) / 2;
      } else {
        high = beta;
        beta = (beta + low) / 2;
      }
    }
  }
}
