package dev.flowers.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures are scikit-learn's, also where classes have no photo or no prediction. */
class ScikitLearnTest {
  /** What scikit_learn_metrics.py writes. */
  private record Case(
      int classes,
      List<Integer> labels,
      List<List<Integer>> probabilities1024,
      double accuracy,
      double top2,
      double loss,
      List<Integer> present,
      List<Double> precision,
      List<Double> recall,
      List<Double> f1,
      List<Integer> support,
      double macroPrecision,
      double macroRecall,
      double macroF1,
      List<Double> binAccuracy,
      List<Double> binConfidence) {

    Evaluation evaluation() {
      List<float[]> rows = new ArrayList<>();
      for (List<Integer> row : probabilities1024) {
        float[] probabilities = new float[row.size()];
        for (int i = 0; i < row.size(); i++) {
          probabilities[i] = row.get(i) / 1024f;
        }
        rows.add(probabilities);
      }
      return Evaluation.of(
          IntStream.range(0, classes).mapToObj(i -> "class" + i).toList(),
          labels.stream().mapToInt(Integer::intValue).toArray(),
          rows);
    }
  }

  static Case[] cases() throws IOException {
    try (Reader json =
        new InputStreamReader(
            Objects.requireNonNull(
                ScikitLearnTest.class.getResourceAsStream("scikit_learn_metrics.json")),
            UTF_8)) {
      return new Gson().fromJson(json, Case[].class);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void figuresOfAllPhotosAgree(Case expected) {
    Evaluation evaluation = expected.evaluation();
    assertFigure(expected.accuracy(), evaluation.accuracy());
    assertFigure(expected.top2(), evaluation.topAccuracy(2));
    assertFigure(expected.loss(), evaluation.loss());
    assertFigure(expected.macroPrecision(), evaluation.confusion().macroPrecision());
    assertFigure(expected.macroRecall(), evaluation.confusion().macroRecall());
    assertFigure(expected.macroF1(), evaluation.confusion().macroF1());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void figuresOfEachClassAgreeAndOthersAreAbsent(Case expected) {
    ConfusionMatrix confusion = expected.evaluation().confusion();
    assertEquals(expected.present(), confusion.present());
    for (int label = 0; label < expected.classes(); label++) {
      int i = expected.present().indexOf(label);
      assertEquals(i < 0 ? 0 : expected.support().get(i), confusion.support(label));
      if (i < 0) {
        assertTrue(confusion.precision(label).isEmpty());
        assertTrue(confusion.recall(label).isEmpty());
        assertTrue(confusion.f1(label).isEmpty());
      } else {
        // Where there is nothing to divide by, scikit-learn warns and counts 0.
        assertEquals(expected.precision().get(i), confusion.precision(label).orElse(0), 1e-12);
        assertEquals(expected.recall().get(i), confusion.recall(label).orElse(0), 1e-12);
        assertFigure(expected.f1().get(i), confusion.f1(label));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void calibrationCurvesAgree(Case expected) {
    List<Calibration.Bin> filled =
        expected.evaluation().calibration().bins().stream().filter(bin -> bin.count() > 0).toList();
    assertEquals(expected.binAccuracy().size(), filled.size());
    for (int i = 0; i < filled.size(); i++) {
      assertFigure(expected.binAccuracy().get(i), filled.get(i).accuracy());
      assertFigure(expected.binConfidence().get(i), filled.get(i).confidence());
    }
  }

  private static void assertFigure(double expected, OptionalDouble found) {
    assertEquals(expected, found.orElseThrow(), 1e-12);
  }
}
