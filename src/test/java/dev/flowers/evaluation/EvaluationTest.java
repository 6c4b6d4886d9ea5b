package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
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
    assertEquals(5 / 8.0, evaluation.accuracy(), 1e-12);
  }

  @Test
  void precisionRecallAndF1AreThoseComputedByHand() {
    ConfusionMatrix confusion = evaluation.confusion();
    assertEquals(3 / 4.0, confusion.precision(0), 1e-12);
    assertEquals(3 / 4.0, confusion.recall(0), 1e-12);
    assertEquals(2 / 4.0, confusion.precision(1), 1e-12);
    assertEquals(2 / 3.0, confusion.recall(1), 1e-12);
    assertEquals(2 * 0.5 * (2 / 3.0) / (0.5 + 2 / 3.0), confusion.f1(1), 1e-12);
    assertEquals(0, confusion.precision(2), "nothing was taken for a tulip");
    assertEquals(0, confusion.f1(2));
    assertEquals(1, confusion.support(2));
    assertEquals((0.75 + 4 / 7.0 + 0) / 3, confusion.macroF1(), 1e-12);
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
    assertEquals(expected, evaluation.loss(), 1e-6);
  }

  @Test
  void textHasTotalsClassesAndConfusionMatrix() {
    assertEquals(
        """
        accuracy 0.6250, loss 4.1084, macro F1 0.4405 on 8 photos

        class    precision  recall      F1  photos
        daisy       0.7500  0.7500  0.7500       4
        roses       0.5000  0.6667  0.5714       3
        tulips      0.0000  0.0000  0.0000       1

        true \\ predicted    daisy    roses   tulips
        daisy                   3        1        0
        roses                   1        2        0
        tulips                  0        1        0
        """,
        evaluation.text());
  }

  @Test
  void nothingToEvaluateGivesZeros() {
    Evaluation empty = Evaluation.of(CLASSES, new int[0], List.of());
    assertEquals(0, empty.accuracy());
    assertEquals(0, empty.loss());
  }

  @Test
  void refusesRowsOfAnotherWidth() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluation.of(CLASSES, new int[] {0}, List.of(new float[] {1, 0})));
    assertEquals("photo 0: found 2 probabilities, expected 3", e.getMessage());
  }
}
