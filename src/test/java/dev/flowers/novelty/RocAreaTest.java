package dev.flowers.novelty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RocAreaTest {
  @Test
  void isTheShareOfPairsInTheRightOrder() {
    assertEquals(1, RocArea.of(new double[] {3, 4}, new double[] {1, 2}));
    assertEquals(0, RocArea.of(new double[] {1, 2}, new double[] {3, 4}));
    assertEquals(0.75, RocArea.of(new double[] {2, 4}, new double[] {3, 1}));
    assertEquals(0.5, RocArea.of(new double[] {1, 1, 1}, new double[] {1, 1}), "ties count half");
    assertEquals(
        (1 + 0.5 + 0 + 1 + 1 + 1) / 6,
        RocArea.of(new double[] {2, Double.POSITIVE_INFINITY}, new double[] {1, 2, 3}),
        1e-12);
  }
}
