package dev.flowers.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WithinClassScalingTest {
  @Test
  void variationWithinTheClassesBecomesTheSameInAllDirections() {
    Random random = new Random(16);
    int count = 4_000;
    float[][] rows = new float[count][];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = n % 2;
      double a = 10 * random.nextGaussian();
      double b = random.nextGaussian();
      rows[n] = new float[] {(float) (a + 100 * labels[n]), (float) (a + b), (float) (b / 100)};
    }
    float[][] identity = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    float[][] scaling = WithinClassScaling.of(rows, labels, 2, 1e-9).apply(identity);
    double[][] covariance = new double[3][3];
    for (int n = 0; n < count; n++) {
      float[] x = {rows[n][0] - 100 * labels[n], rows[n][1], rows[n][2]};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          covariance[i][j] += dot(scaling[i], x) * dot(scaling[j], x) / count;
        }
      }
    }
    assertEquals(1, covariance[0][0], 0.05);
    assertEquals(1, covariance[1][1], 0.05);
    assertEquals(0, covariance[0][1], 0.05);
    // The third direction follows from the second: what is left of it is next to nothing.
    assertTrue(Math.abs(covariance[2][1]) < 0.1, "found " + covariance[2][1]);
  }

  @Test
  void onePhotoAClassLeavesDirectionsAsTheyAre() {
    float[][] scaling =
        WithinClassScaling.of(new float[][] {{1, 2}, {3, 5}}, new int[] {0, 1}, 2, 1)
            .apply(new float[][] {{1, 0}, {0, 1}});
    assertEquals(1, scaling[0][0]);
    assertEquals(0, scaling[0][1]);
    assertEquals(1, scaling[1][1]);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
