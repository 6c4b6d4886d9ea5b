package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RiskCoverageTest {
  private static final double EXACT = 1e-12;

  @Test
  void theMostConfidentPhotosAreAnsweredFirst() {
    RiskCoverage risk =
        RiskCoverage.of(
            new float[] {0.5f, 0.9f, 0.6f, 0.8f, 0.7f},
            new boolean[] {false, true, false, true, true});
    assertEquals(5, risk.photos());
    assertEquals(0.6, risk.accuracy(1).orElseThrow(), EXACT);
    assertEquals(0.75, risk.accuracy(0.8).orElseThrow(), EXACT);
    assertEquals(1, risk.accuracy(0.6).orElseThrow(), EXACT);
    assertEquals(1, risk.accuracy(0.01).orElseThrow(), EXACT, "one photo at least");
    assertEquals((0 + 0 + 0 + 1 / 4.0 + 2 / 5.0) / 5, risk.area().orElseThrow(), EXACT);
  }

  /** Whichever of them came first in the file. */
  @Test
  void equallyConfidentPhotosCountWithTheirMean() {
    float[] confidences = {1, 1, 1, 0.5f};
    RiskCoverage first = RiskCoverage.of(confidences, new boolean[] {false, true, true, true});
    RiskCoverage last = RiskCoverage.of(confidences, new boolean[] {true, true, false, true});
    assertEquals(2 / 3.0, first.accuracy(0.25).orElseThrow(), EXACT);
    assertEquals(first.area(), last.area());
    assertEquals((3 * (1 / 3.0) + 1 / 4.0) / 4, first.area().orElseThrow(), EXACT);
  }

  @Test
  void withoutPhotosThereAreNoFigures() {
    RiskCoverage none = RiskCoverage.of(new float[0], new boolean[0]);
    assertTrue(none.area().isEmpty());
    assertTrue(none.accuracy(1).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> none.accuracy(0));
  }
}
