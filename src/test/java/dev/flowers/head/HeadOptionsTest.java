package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HeadOptionsTest {
  private final HeadOptions defaults = HeadOptions.defaults();

  @Test
  void eachOptionChangesAlone() {
    assertEquals(
        new HeadOptions(1, 0.5f, 2, 3, 4, 5, 6),
        defaults
            .withHidden(1)
            .withDropout(0.5f)
            .withEpochs(2)
            .withBatchSize(3)
            .withLearningRate(4)
            .withSeed(5)
            .withPatience(6));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertRefused("hidden units -1", () -> defaults.withHidden(-1));
    assertRefused("dropout 1.0", () -> defaults.withDropout(1));
    assertRefused("dropout NaN", () -> defaults.withDropout(Float.NaN));
    assertRefused("dropout 0.5", () -> defaults.withHidden(0).withDropout(0.5f));
    assertRefused("epochs 0", () -> defaults.withEpochs(0));
    assertRefused("batch size 0", () -> defaults.withBatchSize(0));
    assertRefused("learning rate 0.0", () -> defaults.withLearningRate(0));
    assertRefused("learning rate NaN", () -> defaults.withLearningRate(Float.NaN));
    assertRefused(
        "learning rate Infinity", () -> defaults.withLearningRate(Float.POSITIVE_INFINITY));
    assertRefused("patience 0", () -> defaults.withPatience(0));
  }

  private static void assertRefused(String words, Executable change) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, change);
    assertTrue(e.toString().contains(words), e.toString());
  }
}
