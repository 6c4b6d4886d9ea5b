package dev.flowers.embedding;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The directions in which rows differ most, by orthogonal iteration (G. Golub and C. Van Loan,
 * "Matrix Computations", section 7.3.2) on XᵀX, without forming it: at a width of 4,096 it would
 * have 16 million cells.
 *
 * @param mean the rows' mean, [width]
 * @param directions of length 1 and at right angles, the one of most variance first, [components,
 *     width]; zeros where the rows have no further direction
 * @param scores the rows less their mean along the directions, [rows, components]
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over by whoever made it, compared by nobody.
public record PrincipalComponents(float[] mean, float[][] directions, float[][] scores) {
  /** Enough for a picture: directions of nearly equal variance may still be mixed. */
  private static final int ITERATIONS = 8;

  private static final long SEED = 16;

  /**
   * Finds the first principal components.
   *
   * @param rows n rows of equal width, at least one; centred in place
   * @param count how many components, at least 1; there are at most {@code width}
   */
  public static PrincipalComponents of(float[][] rows, int count) {
    return of(rows, count, ITERATIONS);
  }

  /**
   * The same with a number of iterations, of which each takes as long. With a few, the space that
   * the directions span is found, and within it they are mixed.
   */
  public static PrincipalComponents of(float[][] rows, int count, int iterations) {
    int width = rows[0].length;
    float[] mean = centre(rows);
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] directions = new float[Math.min(count, width)][width];
    for (float[] direction : directions) {
      for (int i = 0; i < width; i++) {
        direction[i] = (float) (random.nextDouble() - 0.5);
      }
    }
    orthonormalise(directions);
    float[][] scores = scores(rows, directions);
    for (int iteration = 0; iteration < iterations; iteration++) {
      float[][] from = scores;
      IntStream.range(0, directions.length)
          .parallel()
          .forEach(j -> weightedSum(rows, from, j, directions[j]));
      orthonormalise(directions);
      scores = scores(rows, directions);
    }
    return new PrincipalComponents(mean, directions, scores);
  }

  private static float[] centre(float[][] rows) {
    int width = rows[0].length;
    double[] sum = new double[width];
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        sum[i] += row[i];
      }
    }
    float[] mean = new float[width];
    for (int i = 0; i < width; i++) {
      mean[i] = (float) (sum[i] / rows.length);
    }
    for (float[] row : rows) {
      for (int i = 0; i < width; i++) {
        row[i] -= mean[i];
      }
    }
    return mean;
  }

  private static float[][] scores(float[][] rows, float[][] directions) {
    float[][] scores = new float[rows.length][directions.length];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < directions.length; j++) {
                scores[i][j] = dot(rows[i], directions[j]);
              }
            });
    return scores;
  }

  private static void weightedSum(float[][] rows, float[][] scores, int component, float[] sum) {
    Arrays.fill(sum, 0);
    for (int i = 0; i < rows.length; i++) {
      float weight = scores[i][component];
      float[] row = rows[i];
      for (int k = 0; k < sum.length; k++) {
        sum[k] += weight * row[k];
      }
    }
  }

  /** Modified Gram–Schmidt; what is left of a direction that adds nothing becomes zeros. */
  private static void orthonormalise(float[][] directions) {
    for (int j = 0; j < directions.length; j++) {
      float[] direction = directions[j];
      float before = dot(direction, direction);
      for (int k = 0; k < j; k++) {
        float along = dot(direction, directions[k]);
        for (int i = 0; i < direction.length; i++) {
          direction[i] -= along * directions[k][i];
        }
      }
      float left = dot(direction, direction);
      float scale = left <= before * 1e-10f ? 0 : (float) (1 / Math.sqrt(left));
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= scale;
      }
    }
  }

  /** Four sums at once, so that each addition need not wait for the one before. */
  private static float dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
