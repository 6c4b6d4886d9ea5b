package dev.flowers.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

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
            false,
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
            .optCalibration(false)
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
            false,
            5);
    assertEquals(options, options.toBuilder().build());
    assertEquals(defaults, defaults.toBuilder().build());
  }

  @Test
  void describesEachOptionInTheOrderOfTheRecord() {
    assertEquals(
        List.of(
            "hidden units=512",
            "dropout rate=0",
            "epochs=30",
            "patience=5",
            "batch size=64",
            "learning rate=0.001",
            "learning rate schedule=constant",
            "weight decay=10",
            "label smoothing=0",
            "class weights=none",
            "calibration=true",
            "seed=0"),
        defaults.describe().entrySet().stream().map(Object::toString).toList());
  }

  @Test
  void whatIsZeroIsOff() {
    HeadOptions off =
        HeadOptionsBuilder.builder()
            .optEpochs(1)
            .optPatience(1)
            .optBatchSize(1)
            .optLearningRate(1)
            .build();
    assertEquals(LearningRateSchedule.CONSTANT, off.schedule());
    assertEquals(ClassWeights.NONE, off.classWeights());
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertRefused("hidden units: found -1, expected 0 to 100000", b -> b.optHidden(-1));
    assertRefused("hidden units: found 99999999, expected 0 to 100000", b -> b.optHidden(99999999));
    assertRefused("dropout rate: found 1, expected 0 to below 1", b -> b.optDropout(1));
    assertRefused("dropout rate: found NaN, expected 0 to below 1", b -> b.optDropout(Float.NaN));
    assertRefused(
        "dropout rate: found 0.5, expected 0, as there is no hidden layer",
        b -> b.optHidden(0).optDropout(0.5f));
    assertRefused("epochs: found 0, expected 1 to 1000000", b -> b.optEpochs(0));
    assertRefused("epochs: found 1000001, expected 1 to 1000000", b -> b.optEpochs(1_000_001));
    assertRefused("patience: found 0, expected 1 or more", b -> b.optPatience(0));
    assertRefused("batch size: found 0, expected 1 to 1000000", b -> b.optBatchSize(0));
    assertRefused(
        "batch size: found 2147483647, expected 1 to 1000000",
        b -> b.optBatchSize(Integer.MAX_VALUE));
    String rate = ", expected a number above 0, such as 0.001";
    assertRefused("learning rate: found 0" + rate, b -> b.optLearningRate(0));
    assertRefused("learning rate: found -0.5" + rate, b -> b.optLearningRate(-0.5f));
    assertRefused("learning rate: found NaN" + rate, b -> b.optLearningRate(Float.NaN));
    assertRefused(
        "learning rate: found Infinity" + rate, b -> b.optLearningRate(Float.POSITIVE_INFINITY));
    assertRefused("weight decay: found -0.1, expected 0 or more", b -> b.optWeightDecay(-0.1f));
    assertRefused("weight decay: found NaN, expected 0 or more", b -> b.optWeightDecay(Float.NaN));
    assertRefused(
        "weight decay: found 1000000000, expected a product below 1 with the learning rate, 0.001",
        b -> b.optWeightDecay(1e9f));
    assertRefused("label smoothing: found 1, expected 0 to below 1", b -> b.optLabelSmoothing(1));
    assertRefused(
        "label smoothing: found -0.1, expected 0 to below 1", b -> b.optLabelSmoothing(-0.1f));
  }

  private void assertRefused(String message, UnaryOperator<HeadOptionsBuilder> change) {
    HeadOptionsBuilder changed = change.apply(defaults.toBuilder());
    HeadOptionException e = assertThrows(HeadOptionException.class, changed::build);
    assertEquals(message, e.getMessage());
  }
}
