package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IntervalTest {
  /** Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I. */
  @Test
  void agreesWithPublishedIntervals() {
    assertInterval(0.2553, 0.3662, Interval.wilson(81, 263));
    assertInterval(0.0624, 0.1605, Interval.wilson(15, 148));
    assertInterval(0, 0.1611, Interval.wilson(0, 20));
    assertInterval(0.0061, 0.1718, Interval.wilson(1, 29));
  }

  @Property(seed = "16")
  void holdsTheShareAndStaysInRange(
      @ForAll @IntRange(max = 5000) int successes, @ForAll @IntRange(max = 5000) int failures) {
    Assume.that(successes + failures > 0);
    int trials = successes + failures;
    Interval interval = Interval.wilson(successes, trials);
    double share = successes / (double) trials;
    assertTrue(interval.low() <= share && share <= interval.high(), interval.toString());
    Interval mirrored = Interval.wilson(failures, trials);
    assertEquals(1 - interval.low(), mirrored.high(), 1e-12);
  }

  @Test
  void refusesMoreSuccessesThanTrials() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
    assertEquals("found 3 successes, expected 0 to 2 (the trials)", e.getMessage());
  }

  @Test
  void refusesNoTrials() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(0, 0));
    assertEquals("found 0 trials, expected at least 1", e.getMessage());
  }

  private static void assertInterval(double low, double high, Interval found) {
    assertEquals(low, found.low(), 5e-5);
    assertEquals(high, found.high(), 5e-5);
  }
}
