package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.training.tracker.Tracker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 8, 1, 0.4",
    "CONSTANT, 8, 8, 0.4",
    "STEP, 8, 1, 0.4",
    "STEP, 8, 4, 0.4",
    "STEP, 8, 5, 0.04",
    "STEP, 8, 6, 0.04",
    "STEP, 8, 7, 0.004",
    "STEP, 8, 8, 0.004",
    "STEP, 1, 1, 0.4",
    "COSINE, 8, 1, 0.4",
    // cos(π/4) = √½ after a quarter of the steps, cos(π/2) = 0 after half of them.
    "COSINE, 8, 3, 0.341421356",
    "COSINE, 8, 5, 0.2",
    "COSINE, 8, 7, 0.058578644",
    "COSINE, 1, 1, 0.4",
  })
  void aStepHasItsRate(LearningRateSchedule schedule, int steps, int step, float expected) {
    assertEquals(expected, schedule.tracker(0.4f, steps).getNewValue(step), 1e-7);
  }

  @ParameterizedTest
  @CsvSource({"STEP", "COSINE"})
  void aRateThatWasAskedForIsGivenAgain(LearningRateSchedule schedule) {
    Tracker tracker = schedule.tracker(0.4f, 8);
    float first = tracker.getNewValue(2);
    assertTrue(tracker.getNewValue(8) < first);
    assertEquals(first, tracker.getNewValue(2));
  }
}
