package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Published examples, and values computed by hand. */
class PairedComparisonTest {
  /**
   * Airway hyper-responsiveness before and after stem cell transplantation: p as in M. W.
   * Fagerland, S. Lydersen and P. Laake, BMC Medical Research Methodology 13:91, 2013; the interval
   * as in the same authors' Statistics in Medicine 33, 2014.
   */
  @Test
  void agreesWithFagerlandsExample() {
    PairedComparison example = new PairedComparison(1, 7, 1, 12);
    assertEquals(21, example.photos());
    assertEquals(0.0703, example.pValue(), 5e-5);
    assertEquals(-6 / 21.0, example.difference(), 1e-12);
    assertEquals(-0.507, example.differenceInterval().low(), 5e-4);
    assertEquals(-0.026, example.differenceInterval().high(), 5e-4);
  }

  @Test
  void theExactTestIsTheBinomialTail() {
    // 2 · (1 + 5) / 2^5 and (1 + 5) / 2^5
    PairedComparison five = new PairedComparison(50, 4, 1, 5);
    assertEquals(0.375, five.pValue(), 1e-12);
    assertEquals(0.1875, five.pSecondWorse(), 1e-12);
    assertEquals(31 / 32.0, five.pSecondBetter(), 1e-12);
    PairedComparison none = new PairedComparison(50, 0, 0, 5);
    assertEquals(1, none.pValue());
    assertEquals(1, none.pSecondWorse());
    PairedComparison all = new PairedComparison(0, 0, 10, 0);
    assertEquals(2 / 1024.0, all.pValue(), 1e-12);
    assertEquals(1 / 1024.0, all.pSecondBetter(), 1e-12);
    assertEquals(1, all.pSecondWorse(), 1e-12);
  }

  /** Of 5,000 discordant photos 2^−n is no double any more. */
  @Test
  void manyDiscordantPhotosDoNotUnderflow() {
    PairedComparison even = new PairedComparison(0, 2500, 2500, 0);
    assertEquals(1, even.pValue(), 1e-9);
    // The normal approximation with continuity correction: z = (100 − 0.5) / √1250.
    PairedComparison apart = new PairedComparison(0, 2400, 2600, 0);
    assertEquals(0.00489, apart.pValue(), 5e-5);
  }

  @Test
  void swappedTheDifferenceAndItsIntervalChangeTheirSigns() {
    PairedComparison one = new PairedComparison(40, 3, 9, 8);
    PairedComparison other = new PairedComparison(40, 9, 3, 8);
    assertEquals(one.pValue(), other.pValue(), 1e-12);
    assertEquals(one.difference(), -other.difference(), 1e-12);
    assertEquals(one.differenceInterval().low(), -other.differenceInterval().high(), 1e-12);
    assertEquals(one.firstAccuracy(), other.secondAccuracy(), 1e-12);
  }

  @Test
  void theIntervalHoldsTheDifferenceAndStaysInRange() {
    for (int a = 0; a <= 4; a++) {
      for (int b = 0; b <= 4; b++) {
        for (int c = 0; c <= 4; c++) {
          for (int d = 0; d <= 4; d++) {
            if (a + b + c + d > 0) {
              PairedComparison paired = new PairedComparison(a, b, c, d);
              DifferenceInterval interval = paired.differenceInterval();
              assertTrue(interval.low() <= paired.difference() + 1e-12, paired.toString());
              assertTrue(interval.high() >= paired.difference() - 1e-12, paired.toString());
              assertTrue(paired.pValue() > 0 && paired.pValue() <= 1, paired.toString());
            }
          }
        }
      }
    }
  }

  /** Newcombe's example (a) in Statistics in Medicine 17, 1998, 873–890. */
  @Test
  void independentProportionsAgreeWithNewcombesExample() {
    DifferenceInterval interval = DifferenceInterval.independent(56, 70, 48, 80);
    assertEquals(0.0524, interval.low(), 5e-5);
    assertEquals(0.3339, interval.high(), 5e-5);
    assertEquals("+5.2 to +33.4", interval.toString());
  }

  @Test
  void refusesCountsThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> new PairedComparison(0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new PairedComparison(1, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new DifferenceInterval(0.1, 0));
  }
}
