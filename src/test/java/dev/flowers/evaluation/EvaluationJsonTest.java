package dev.flowers.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {
  private static final List<String> CLASSES = List.of("daisy", "roses", "tulips");

  /** Photo 1 is a daisy taken for a rose, photo 2 a rose; nothing is a tulip, or taken for one. */
  private static final Evaluation EVALUATION =
      Evaluation.of(
          CLASSES,
          new int[] {0, 0, 1},
          List.of(
              new float[] {0.75f, 0.25f, 0}, new float[] {0.25f, 0.75f, 0}, new float[] {0, 1, 0}));

  private static final List<String> PATHS = List.of("daisy/a.jpg", "daisy/<b>.jpg", "");

  private final JsonObject json = parse(EVALUATION.json(Map.of("model", "m:1"), PATHS));

  @Test
  void saysWhatItIsAndOfWhat() {
    assertEquals("flowers-evaluation", json.get("format").getAsString());
    assertEquals(1, json.get("version").getAsInt());
    assertEquals("m:1", json.get("model").getAsString());
    assertEquals(3, json.get("photos").getAsInt());
  }

  @Test
  void hasTheFiguresOfAllPhotosAsComputedByHand() {
    assertEquals(2 / 3.0, number("accuracy"), 1e-12);
    // Wilson, 2 of 3: (2/3 + z²/6 ± z·√(2/27 + z²/36)) / (1 + z²/3) with z = 1.96.
    assertEquals(0.2077, json.getAsJsonArray("accuracyInterval95").get(0).getAsDouble(), 5e-5);
    assertEquals(0.9385, json.getAsJsonArray("accuracyInterval95").get(1).getAsDouble(), 5e-5);
    assertEquals(List.of(2 / 3.0, 1.0, 1.0), doubles(json.getAsJsonArray("topAccuracy")));
    assertEquals(-(Math.log(0.75) + Math.log(0.25)) / 3, number("loss"), 1e-9);
    // Of daisies and roses: tulips have no photo and no prediction.
    assertEquals((1 + 0.5) / 2, number("macroPrecision"), 1e-12);
    assertEquals((0.5 + 1) / 2, number("macroRecall"), 1e-12);
    assertEquals((2 / 3.0 + 2 / 3.0) / 2, number("macroF1"), 1e-12);
    // Two at 0.75, one of them right, and one at 1 that is: 2/3·|0.5 − 0.75|.
    assertEquals(0.5 / 3, number("expectedCalibrationError"), 1e-12);
  }

  @Test
  void hasTheFiguresOfEachClassAndNullWhereThereIsNone() {
    JsonObject daisy = json.getAsJsonArray("classes").get(0).getAsJsonObject();
    assertEquals(
        "{\"name\":\"daisy\",\"photos\":2,\"precision\":1.0,\"recall\":0.5,\"f1\":0.6666666666666666}",
        daisy.toString());
    JsonObject tulips = json.getAsJsonArray("classes").get(2).getAsJsonObject();
    assertEquals(0, tulips.get("photos").getAsInt());
    for (String figure : List.of("precision", "recall", "f1")) {
      assertTrue(tulips.get(figure).isJsonNull(), figure);
    }
  }

  @Test
  void aClassThatIsNeverFoundHasNoPrecisionButRecallZero() {
    Evaluation missed = Evaluation.of(CLASSES, new int[] {2}, List.of(new float[] {1, 0, 0}));
    JsonObject tulips =
        parse(missed.json(Map.of(), List.of("")))
            .getAsJsonArray("classes")
            .get(2)
            .getAsJsonObject();
    assertTrue(tulips.get("precision").isJsonNull());
    assertEquals(0, tulips.get("recall").getAsDouble());
    assertEquals(0, tulips.get("f1").getAsDouble());
  }

  @Test
  void hasTheConfusionAndTheCalibration() {
    assertEquals("[[1,1,0],[0,1,0],[0,0,0]]", json.get("confusion").toString());
    assertEquals(
        "[{\"actual\":0,\"predicted\":1,\"count\":1}]", json.get("mostConfused").toString());
    JsonArray bins = json.getAsJsonArray("calibrationBins");
    assertEquals(10, bins.size());
    assertEquals(
        "{\"low\":0.7,\"high\":0.8,\"count\":2,\"confidence\":0.75,\"accuracy\":0.5}",
        bins.get(7).toString());
    assertTrue(bins.get(0).getAsJsonObject().get("accuracy").isJsonNull());
  }

  @Test
  void namesThePhotosThatItLists() {
    JsonObject hardest = json.getAsJsonArray("hardest").get(0).getAsJsonObject();
    assertEquals(1, hardest.get("photo").getAsInt());
    assertEquals("daisy/<b>.jpg", hardest.get("path").getAsString());
    assertEquals(0, hardest.get("label").getAsInt());
    assertEquals(1, hardest.get("predicted").getAsInt());
    JsonElement unknown = json.getAsJsonArray("hardest").get(2).getAsJsonObject().get("path");
    assertTrue(unknown.isJsonNull(), "the third photo's place is not known");
    // Daisies are given 0.5 for daisy on average, roses 1 for roses; photo 1 has 0.75 for roses.
    assertEquals(0, json.getAsJsonArray("labelSuspects").size());
  }

  @Test
  void suspectsHavePathAndMargin() {
    Evaluation mislabelled =
        Evaluation.of(
            CLASSES,
            new int[] {0, 0, 1},
            List.of(new float[] {1, 0, 0}, new float[] {0, 1, 0}, new float[] {0, 1, 0}));
    JsonArray suspects =
        parse(mislabelled.json(Map.of(), List.of("a", "b", "c"))).getAsJsonArray("labelSuspects");
    assertEquals(
        "[{\"photo\":1,\"path\":\"b\",\"label\":0,\"suggested\":1,"
            + "\"probability\":1.0,\"threshold\":1.0,\"margin\":1.0}]",
        suspects.toString());
  }

  @Test
  void nothingEvaluatedIsNullNotZero() {
    String text = Evaluation.of(CLASSES, new int[0], List.of()).json(Map.of(), List.of());
    JsonObject empty = parse(text);
    for (String figure :
        List.of(
            "accuracy",
            "accuracyInterval95",
            "loss",
            "macroPrecision",
            "macroRecall",
            "macroF1",
            "expectedCalibrationError")) {
      assertTrue(empty.get(figure).isJsonNull(), figure);
    }
    assertEquals("[null,null,null]", empty.get("topAccuracy").toString());
    assertFalse(text.contains("NaN"));
  }

  @Test
  void aRowOfTheConfusionIsALineSoThatThousandClassesAreTwoMegabytes() {
    String text = EVALUATION.json(Map.of(), PATHS);
    assertTrue(text.contains("\n    [1,1,0],\n    [0,1,0],\n    [0,0,0]\n  ],"), text);
    List<String> names = IntStream.range(0, 1000).mapToObj(i -> "c" + i).toList();
    float[] row = new float[1000];
    row[1] = 1;
    String large =
        Evaluation.of(names, new int[] {0}, List.of(row)).json(Map.of(), List.of("a.jpg"));
    assertTrue(large.length() < 2_500_000, "found " + large.length() + " characters");
  }

  @Test
  void refusesPathsOfOtherPhotos() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> EVALUATION.json(Map.of(), List.of("a.jpg")));
    assertEquals("found 1 paths, expected 3 (the photos)", e.getMessage());
  }

  private double number(String field) {
    return json.get(field).getAsDouble();
  }

  private static List<Double> doubles(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsDouble).toList();
  }

  private static JsonObject parse(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
