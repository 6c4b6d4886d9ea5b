package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HeadOptionsTest {
  private final HeadOptions defaults = HeadOptions.defaults();

  @Test
  void eachOptionIsSetAlone() {
    assertEquals(
        new HeadOptions(
            1,
            0.5f,
            2,
            3,
            4,
            0.25f,
            LearningRateSchedule.COSINE,
            0.125f,
            0.0625f,
            ClassWeights.BALANCED,
            5),
        HeadOptions.builder()
            .optHidden(1)
            .optDropout(0.5f)
            .optEpochs(2)
            .optPatience(3)
            .optBatchSize(4)
            .optLearningRate(0.25f)
            .optSchedule(LearningRateSchedule.COSINE)
            .optWeightDecay(0.125f)
            .optLabelSmoothing(0.0625f)
            .optClassWeights(ClassWeights.BALANCED)
            .optSeed(5)
            .build());
  }

  @Test
  void aBuilderOfOptionsHoldsThemAll() {
    HeadOptions options =
        new HeadOptions(
            1,
            0.5f,
            2,
            3,
            4,
            0.25f,
            LearningRateSchedule.STEP,
            0.125f,
            0.0625f,
            ClassWeights.BALANCED,
            5);
    assertEquals(options, options.toBuilder().build());
    assertEquals(defaults, defaults.toBuilder().build());
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertRefused("hidden units -1", () -> defaults.toBuilder().optHidden(-1).build());
    assertRefused("dropout 1.0", () -> defaults.toBuilder().optDropout(1).build());
    assertRefused("dropout NaN", () -> defaults.toBuilder().optDropout(Float.NaN).build());
    assertRefused("dropout 0.5", () -> defaults.toBuilder().optHidden(0).optDropout(0.5f).build());
    assertRefused("epochs 0", () -> defaults.toBuilder().optEpochs(0).build());
    assertRefused("batch size 0", () -> defaults.toBuilder().optBatchSize(0).build());
    assertRefused("learning rate 0.0", () -> defaults.toBuilder().optLearningRate(0).build());
    assertRefused(
        "learning rate NaN", () -> defaults.toBuilder().optLearningRate(Float.NaN).build());
    assertRefused(
        "learning rate Infinity",
        () -> defaults.toBuilder().optLearningRate(Float.POSITIVE_INFINITY).build());
    assertRefused("weight decay -0.1", () -> defaults.toBuilder().optWeightDecay(-0.1f).build());
    assertRefused("weight decay NaN", () -> defaults.toBuilder().optWeightDecay(Float.NaN).build());
    assertRefused(
        "learning rate 0.001 and weight decay 1.0E9",
        () -> defaults.toBuilder().optWeightDecay(1e9f).build());
    assertRefused("label smoothing 1.0", () -> defaults.toBuilder().optLabelSmoothing(1).build());
    assertRefused(
        "label smoothing -0.1", () -> defaults.toBuilder().optLabelSmoothing(-0.1f).build());
    assertRefused("patience 0", () -> defaults.toBuilder().optPatience(0).build());
  }

  private static void assertRefused(String words, Executable change) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, change);
    assertTrue(e.toString().contains(words), e.toString());
  }
}
