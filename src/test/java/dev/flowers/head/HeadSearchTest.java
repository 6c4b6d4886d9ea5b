package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadSearchTest {
  private static final HeadOptions BASE =
      HeadOptions.builder()
          .optHidden(7)
          .optEpochs(3)
          .optPatience(2)
          .optClassWeights(ClassWeights.BALANCED)
          .optSeed(4)
          .build();

  @Test
  void theSeedDecidesTheTrials() {
    List<HeadOptions> trials = new HeadSearch(BASE).candidates(20);
    assertEquals(trials, new HeadSearch(BASE).candidates(20));
    assertEquals(trials.subList(0, 9), new HeadSearch(BASE).candidates(9));
    HeadOptions other = BASE.toBuilder().optSeed(5).build();
    assertNotEquals(
        trials.get(1), new HeadSearch(other).candidates(2).get(1).toBuilder().optSeed(4).build());
  }

  @Test
  void theBaseIsTheFirstTrialAndTheOthersAreAllDifferent() {
    List<HeadOptions> trials = new HeadSearch(BASE).candidates(40);
    assertEquals(BASE, trials.get(0));
    assertEquals(40, new HashSet<>(trials).size());
    for (HeadOptions trial : trials) {
      assertEquals(3, trial.epochs());
      assertEquals(2, trial.patience());
      assertEquals(ClassWeights.BALANCED, trial.classWeights());
      assertEquals(4, trial.seed());
    }
  }

  @Test
  void refusesNoTrials() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new HeadSearch(BASE).candidates(0));
    assertTrue(e.toString().contains("trials: found 0, expected 1 or more"), e.toString());
  }
}
