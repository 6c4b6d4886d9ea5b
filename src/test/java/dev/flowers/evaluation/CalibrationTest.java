package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void binsAndErrorAreThoseComputedByHand() {
    Calibration calibration =
        Calibration.of(
            new float[] {0.95f, 0.95f, 0.9f, 0.55f, 0.5f},
            new boolean[] {true, true, false, true, false});
    Calibration.Bin last = calibration.bins().get(9);
    assertEquals(3, last.count());
    assertEquals(2.8 / 3, last.confidence().orElseThrow(), 1e-6);
    assertEquals(2 / 3.0, last.accuracy().orElseThrow(), 1e-12);
    Calibration.Bin sixth = calibration.bins().get(5);
    assertEquals(2, sixth.count());
    assertEquals(0.525, sixth.confidence().orElseThrow(), 1e-6);
    assertEquals(0.5, sixth.accuracy().orElseThrow(), 1e-12);
    // 3/5 · |2/3 − 2.8/3| + 2/5 · |0.5 − 0.525| = 0.16 + 0.01
    assertEquals(0.17, calibration.expectedError().orElseThrow(), 1e-6);
  }

  @Test
  void boundariesBelongToTheBinThatTheyOpen() {
    for (int tenths = 0; tenths < 10; tenths++) {
      Calibration calibration = Calibration.of(new float[] {tenths / 10f}, new boolean[] {true});
      assertEquals(1, calibration.bins().get(tenths).count(), "confidence 0." + tenths);
    }
    assertEquals(1, Calibration.of(new float[] {1}, new boolean[] {true}).bins().get(9).count());
  }
}
