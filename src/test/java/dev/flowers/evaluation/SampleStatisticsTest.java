package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SampleStatisticsTest {
  @Test
  void meanAndSampleDeviation() {
    // Deviations −3, −1, 1, 3: squares add up to 20, over 4 − 1.
    SampleStatistics spread = SampleStatistics.of(1, 3, 5, 7);
    assertEquals(4, spread.count());
    assertEquals(4, spread.mean());
    assertEquals(Math.sqrt(20 / 3.0), spread.deviation().orElseThrow(), 1e-12);
  }

  @Test
  void oneFigureHasNoDeviation() {
    assertEquals(new SampleStatistics(1, 0.5, OptionalDouble.empty()), SampleStatistics.of(0.5));
  }

  @Test
  void refusesNone() {
    assertThrows(IllegalArgumentException.class, SampleStatistics::of);
  }
}
