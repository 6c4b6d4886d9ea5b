package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class GaussianGeneratorTest {
  private static final int COUNT = 4_000_000;

  /** P(|x| > k) of the normal distribution, for k = 1, 2, 3, 4. */
  private static final double[] BEYOND = {0.3173105, 0.0455003, 0.0026998, 0.00006334};

  @Test
  void momentsAndTailsAreThoseOfTheNormalDistribution() {
    GaussianGenerator normal = new GaussianGenerator(42, 0);
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    int[] beyond = new int[BEYOND.length];
    for (int i = 0; i < COUNT; i++) {
      double x = normal.next();
      sum += x;
      squares += x * x;
      fourth += x * x * x * x;
      for (int k = 0; k < beyond.length && Math.abs(x) > k + 1; k++) {
        beyond[k]++;
      }
    }
    // Five standard errors each.
    assertEquals(0, sum / COUNT, 5 / Math.sqrt(COUNT));
    assertEquals(1, squares / COUNT, 5 * Math.sqrt(2.0 / COUNT));
    assertEquals(3, fourth / COUNT, 5 * Math.sqrt(96.0 / COUNT));
    for (int k = 0; k < beyond.length; k++) {
      assertEquals(BEYOND[k], (double) beyond[k] / COUNT, 5 * Math.sqrt(BEYOND[k] / COUNT));
    }
  }

  @Test
  void streamsOfOneSeedDiffer() {
    assertNotEquals(new GaussianGenerator(1, 0).next(), new GaussianGenerator(1, 1).next());
    assertNotEquals(new GaussianGenerator(1, 0).next(), new GaussianGenerator(0, 1).next());
  }

  @Test
  void aStreamRepeats() {
    GaussianGenerator one = new GaussianGenerator(-5, 3);
    GaussianGenerator two = new GaussianGenerator(-5, 3);
    for (int i = 0; i < 1000; i++) {
      assertEquals(one.next(), two.next());
    }
  }
}
