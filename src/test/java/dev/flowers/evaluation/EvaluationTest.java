package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final List<String> CLASSES = List.of("daisy", "roses", "tulips");

  /** Four daisies, three roses, one tulip; by hand: 3, 2 and 0 right. */
  private static final int[] LABELS = {0, 0, 0, 0, 1, 1, 1, 2};

  private static final List<float[]> PROBABILITIES =
      List.of(
          new float[] {0.8f, 0.1f, 0.1f},
          new float[] {0.5f, 0.4f, 0.1f},
          new float[] {0.6f, 0.2f, 0.2f},
          new float[] {0.2f, 0.7f, 0.1f},
          new float[] {0.1f, 0.9f, 0.0f},
          new float[] {0.3f, 0.5f, 0.2f},
          new float[] {0.5f, 0.25f, 0.25f},
          new float[] {0.4f, 0.6f, 0.0f});

  private final Evaluation evaluation = Evaluation.of(CLASSES, LABELS, PROBABILITIES);

  @Test
  void accuracyIsTheShareOfRightAnswers() {
    assertEquals(5 / 8.0, evaluation.accuracy().orElseThrow(), 1e-12);
  }

  @Test
  void precisionRecallAndF1AreThoseComputedByHand() {
    ConfusionMatrix confusion = evaluation.confusion();
    assertEquals(3 / 4.0, confusion.precision(0).orElseThrow(), 1e-12);
    assertEquals(3 / 4.0, confusion.recall(0).orElseThrow(), 1e-12);
    assertEquals(2 / 4.0, confusion.precision(1).orElseThrow(), 1e-12);
    assertEquals(2 / 3.0, confusion.recall(1).orElseThrow(), 1e-12);
    assertEquals(2 * 0.5 * (2 / 3.0) / (0.5 + 2 / 3.0), confusion.f1(1).orElseThrow(), 1e-12);
    assertEquals(OptionalDouble.empty(), confusion.precision(2), "nothing was taken for a tulip");
    assertEquals(0, confusion.recall(2).orElseThrow());
    assertEquals(0, confusion.f1(2).orElseThrow());
    assertEquals(1, confusion.support(2));
    assertEquals((0.75 + 4 / 7.0 + 0) / 3, confusion.macroF1().orElseThrow(), 1e-12);
  }

  @Test
  void lossIsTheMeanCrossEntropyAndStaysFinite() {
    double expected =
        -(Math.log(0.8)
                + Math.log(0.5)
                + Math.log(0.6)
                + Math.log(0.2)
                + Math.log(0.9)
                + Math.log(0.5)
                + Math.log(0.25)
                + Math.log(1e-12))
            / 8;
    assertEquals(expected, evaluation.loss().orElseThrow(), 1e-6);
  }

  /**
   * Confidence and outcome: 0.5 twice right of three, 0.6 right once of two, 0.7 wrong, 0.8 and 0.9
   * right; so (3·|2/3 − 0.5| + 2·|1/2 − 0.6| + 0.7 + 0.2 + 0.1) / 8.
   */
  @Test
  void calibrationErrorIsThatComputedByHand() {
    assertEquals(1.7 / 8, evaluation.calibration().expectedError().orElseThrow(), 1e-6);
  }

  @Test
  void whatWasBeforeTheCalibrationIsThatOfTheLogitsTimesTheTemperature() {
    Evaluation calibrated = evaluation.calibratedBy(OptionalDouble.of(2));
    assertEquals(evaluation.loss(), calibrated.loss(), "it is calibrated already");
    assertEquals(Optional.empty(), evaluation.uncalibrated());
    Evaluation before = calibrated.uncalibrated().orElseThrow();
    // (0.8, 0.1, 0.1): 0.64 / (0.64 + 0.01 + 0.01).
    assertEquals(0.64 / 0.66, before.probability(0, 0), 1e-6);
    assertEquals(0, before.probability(7, 2), "nothing stays nothing");
    assertEquals(evaluation.confusion().accuracy(), before.confusion().accuracy());
    for (int photo = 0; photo < evaluation.photos(); photo++) {
      assertEquals(evaluation.predicted(photo), before.predicted(photo));
    }
    String text = calibrated.text();
    assertTrue(
        text.contains("without calibration: calibration error ")
            && text.contains("; temperature 2.0000"),
        text);
    assertThrows(
        IllegalArgumentException.class, () -> evaluation.calibratedBy(OptionalDouble.of(0)));
  }

  @Test
  void textHasTotalsClassesAndConfusionMatrix() {
    assertEquals(
        """
        accuracy 0.6250, loss 4.1065, macro F1 0.4405 on 8 photos
        95 % confidence interval of the accuracy 0.3057 to 0.8632, calibration error 0.2125
        accuracy on the most confident 90 % of the photos 0.6190, 80 % 0.6111; area under risk over coverage 0.2816

        class    precision  recall      F1  photos
        daisy       0.7500  0.7500  0.7500       4
        roses       0.5000  0.6667  0.5714       3
        tulips           –  0.0000  0.0000       1

        true \\ predicted    daisy    roses   tulips
        daisy                   3        1        0
        roses                   1        2        0
        tulips                  0        1        0
        """,
        evaluation.text());
  }

  @Test
  void textHasADashForAFigureThatIsAbsentAndSaysWhichClassesTheMeanIsOf() {
    Evaluation two =
        Evaluation.of(
            List.of("daisy", "roses", "tulips", "zinnia"),
            new int[] {0, 0, 1},
            List.of(new float[] {1, 0, 0, 0}, new float[] {0, 0, 1, 0}, new float[] {1, 0, 0, 0}));
    assertEquals(
        """
        accuracy 0.3333, loss 18.4207, macro F1 0.1667 on 3 photos
        95 % confidence interval of the accuracy 0.0615 to 0.7923, calibration error 0.6667
        accuracy on the most confident 90 % of the photos 0.3333, 80 % 0.3333; area under risk over coverage 0.6667
        macro F1 is the mean of 3 of the 4 classes: the others have no photo and no prediction

        class    precision  recall      F1  photos
        daisy       0.5000  0.5000  0.5000       2
        roses            –  0.0000  0.0000       1
        tulips      0.0000       –  0.0000       0
        zinnia           –       –       –       0

        true \\ predicted    daisy    roses   tulips   zinnia
        daisy                   1        0        1        0
        roses                   1        0        0        0
        tulips                  0        0        0        0
        zinnia                  0        0        0        0
        """,
        two.text());
  }

  @Test
  void textOfManyClassesHasTheMostConfusedInsteadOfTheMatrix() {
    assertTrue(inTurn(30, 60).text().contains("true \\ predicted"));
    String text = inTurn(31, 62).text();
    assertFalse(text.contains("true \\ predicted"), text);
    List<String> lines = text.lines().toList();
    int title = lines.size() - 12;
    assertEquals(
        List.of(
            "most confused classes, 10 of 31 pairs; the matrix is shown for up to 30 classes",
            "true     predicted  photos",
            "class0   class1     2 of 2"),
        lines.subList(title, title + 3));
    assertTrue(inTurn(1000, 10_000).text().length() < 60_000, "was 10 MB");
  }

  @Test
  void textOfManyClassesSaysWhenNoneWereConfused() {
    List<String> names = IntStream.range(0, 31).mapToObj(i -> "class" + i).toList();
    float[] row = new float[31];
    row[3] = 1;
    String text = Evaluation.of(names, new int[] {3}, List.of(row)).text();
    assertTrue(text.endsWith("\n\nno classes were confused\n"), text);
  }

  /** Each photo is predicted as the class after its own. */
  private static Evaluation inTurn(int classes, int photos) {
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < photos; i++) {
      float[] row = new float[classes];
      row[(i + 1) % classes] = 1;
      rows.add(row);
    }
    return Evaluation.of(names, IntStream.range(0, photos).map(i -> i % classes).toArray(), rows);
  }

  @Test
  void intervalIsWilsons() {
    assertEquals(0.3057, evaluation.accuracyInterval().orElseThrow().low(), 5e-5);
    assertEquals(0.8632, evaluation.accuracyInterval().orElseThrow().high(), 5e-5);
  }

  @Test
  void topAccuracyCountsTheFirstOfEqualsFirst() {
    assertEquals(evaluation.accuracy(), evaluation.topAccuracy(1));
    // The fourth daisy is second, the third rose is second of two equals; the tulip is last.
    assertEquals(7 / 8.0, evaluation.topAccuracy(2).orElseThrow(), 1e-12);
    assertEquals(1, evaluation.topAccuracy(3).orElseThrow(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> evaluation.topAccuracy(0));
  }

  @Test
  void hardestPhotosAreThoseOfTheHighestLoss() {
    assertEquals(List.of(7, 3, 6), evaluation.hardest(3));
    assertEquals(-Math.log(0.2f), evaluation.loss(3), 1e-9);
    assertEquals(8, evaluation.hardest(100).size());
  }

  @Test
  void suspectsAreSurerOfAnotherClassThanItsOwnPhotosAre() {
    // Mean self-confidence: daisy (0.8+0.5+0.6+0.2)/4 = 0.525, roses (0.9+0.5+0.25)/3 = 0.55,
    // tulips 0.
    // Photo 3 is a daisy with 0.7 for roses; photo 7 a tulip with 0.6 for roses, but tulips at 0 ≥
    // 0
    // are less probable. Photo 6, a rose with 0.5 for daisy, stays below 0.525; tulips at 0.25 ≥ 0
    // take it. So does photo 1: daisy 0.5 < 0.525, tulips 0.1. And photo 5: roses 0.5 < 0.55.
    List<Evaluation.LabelSuspect> suspects = evaluation.labelSuspects();
    assertEquals(
        List.of(7, 3, 6, 5, 1), suspects.stream().map(Evaluation.LabelSuspect::photo).toList());
    Evaluation.LabelSuspect first = suspects.get(0);
    assertEquals(2, first.label());
    assertEquals(1, first.suggested());
    assertEquals(0.6, first.probability(), 1e-6);
    assertEquals(0.55, first.threshold(), 1e-6);
    assertEquals(0.6, first.margin(), 1e-6);
    assertEquals(0.5, suspects.get(1).margin(), 1e-6);
    assertEquals(0, suspects.get(2).margin(), 1e-6);
  }

  @Test
  void classWithoutPhotosIsNeverSuggested() {
    Evaluation two =
        Evaluation.of(
            CLASSES, new int[] {0, 1}, List.of(new float[] {0, 0, 1}, new float[] {0.4f, 0.6f, 0}));
    // Photo 0 is certainly a tulip, but there is no tulip to learn from how sure that must be.
    assertEquals(List.of(), two.labelSuspects());
  }

  @Test
  void argumentsAreCopied() {
    int[] labels = {0};
    float[] row = {1, 0, 0};
    Evaluation one = Evaluation.of(CLASSES, labels, List.of(row));
    labels[0] = 2;
    row[0] = 0;
    assertEquals(1, one.accuracy().orElseThrow());
    assertEquals(1, one.confidence(0));
  }

  @Test
  void nothingToEvaluateGivesNoFigures() {
    Evaluation empty = Evaluation.of(CLASSES, new int[0], List.of());
    ConfusionMatrix confusion = empty.confusion();
    for (OptionalDouble figure :
        List.of(
            empty.accuracy(),
            empty.loss(),
            empty.topAccuracy(2),
            empty.calibration().expectedError(),
            empty.calibration().bins().get(9).accuracy(),
            empty.calibration().bins().get(9).confidence(),
            confusion.accuracy(),
            confusion.precision(0),
            confusion.recall(0),
            confusion.f1(0),
            confusion.macroPrecision(),
            confusion.macroRecall(),
            confusion.macroF1())) {
      assertEquals(OptionalDouble.empty(), figure);
    }
    assertEquals(Optional.empty(), empty.accuracyInterval());
    assertEquals("no photo was tested\n", empty.text());
    assertEquals(List.of(), empty.hardest(5));
    assertEquals(List.of(), empty.labelSuspects());
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluation.of(CLASSES, new int[] {0}, List.of(new float[] {1, 0})));
    assertEquals("photo 0: found 2 probabilities, expected 3", e.getMessage());
  }

  @Test
  void refusesWhatIsNoProbabilityOrNoLabel() {
    assertRefused("photo 0: found label 3, expected 0 to 2", 3, 1, 0, 0);
    assertRefused("photo 0: found the probability NaN, expected 0 to 1", 0, Float.NaN, 0, 0);
    assertRefused("photo 0: found the probability -0.5, expected 0 to 1", 0, 1, 0.5f, -0.5f);
    assertRefused("photo 0: found probabilities that sum to 2.0, expected 1", 0, 1, 0, 1);
  }

  private static void assertRefused(String message, int label, float... row) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluation.of(CLASSES, new int[] {label}, List.of(row)));
    assertEquals(message, e.getMessage());
  }
}
