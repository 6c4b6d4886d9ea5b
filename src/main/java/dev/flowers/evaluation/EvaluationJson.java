package dev.flowers.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation as JSON. */
final class EvaluationJson {
  /** Raised when a field changes its name or meaning; new fields alone do not raise it. */
  private static final int VERSION = 1;

  private static final int HARDEST = 50;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private final Evaluation evaluation;
  private final ConfusionMatrix confusion;
  private final List<String> paths;

  EvaluationJson(Evaluation evaluation, List<String> paths) {
    this.evaluation = evaluation;
    this.confusion = evaluation.confusion();
    this.paths = paths;
  }

  String with(Map<String, String> subject) {
    boolean any = evaluation.photos() > 0;
    Calibration calibration = evaluation.calibration();
    JsonObject json = new JsonObject();
    json.addProperty("format", "flowers-evaluation");
    json.addProperty("version", VERSION);
    subject.forEach(json::addProperty);
    json.addProperty("photos", evaluation.photos());
    json.addProperty("accuracy", known(any, evaluation.accuracy()));
    json.add("accuracyInterval95", interval(evaluation.accuracyInterval()));
    json.add("topAccuracy", topAccuracies());
    json.addProperty("loss", known(any, evaluation.loss()));
    json.addProperty("macroPrecision", known(any, confusion.macroPrecision()));
    json.addProperty("macroRecall", known(any, confusion.macroRecall()));
    json.addProperty("macroF1", known(any, confusion.macroF1()));
    json.add("classes", classes());
    json.add("confusion", counts());
    json.add("mostConfused", GSON.toJsonTree(confusion.mostConfused()));
    json.addProperty("expectedCalibrationError", known(any, calibration.expectedError()));
    json.add("calibrationBins", bins(calibration));
    json.add("hardest", hardest());
    json.add("labelSuspects", labelSuspects());
    return GSON.toJson(json) + '\n';
  }

  private static @Nullable Double known(boolean known, double figure) {
    return known ? figure : null;
  }

  private static JsonArray interval(Interval interval) {
    JsonArray array = new JsonArray();
    array.add(interval.low());
    array.add(interval.high());
    return array;
  }

  /** Of the 1, 2, … most probable classes: the last is always 1. */
  private JsonArray topAccuracies() {
    JsonArray array = new JsonArray();
    for (int k = 1; k <= evaluation.classes().size(); k++) {
      array.add(known(evaluation.photos() > 0, evaluation.topAccuracy(k)));
    }
    return array;
  }

  private JsonArray classes() {
    JsonArray array = new JsonArray();
    for (int i = 0; i < confusion.classes().size(); i++) {
      int support = confusion.support(i);
      int predicted = predicted(i);
      JsonObject json = new JsonObject();
      json.addProperty("name", confusion.classes().get(i));
      json.addProperty("photos", support);
      json.addProperty("precision", known(predicted > 0, confusion.precision(i)));
      json.addProperty("recall", known(support > 0, confusion.recall(i)));
      json.addProperty("f1", known(support + predicted > 0, confusion.f1(i)));
      array.add(json);
    }
    return array;
  }

  private int predicted(int label) {
    int photos = 0;
    for (int i = 0; i < confusion.classes().size(); i++) {
      photos += confusion.count(i, label);
    }
    return photos;
  }

  private JsonArray counts() {
    JsonArray rows = new JsonArray();
    int size = confusion.classes().size();
    for (int i = 0; i < size; i++) {
      JsonArray row = new JsonArray();
      for (int j = 0; j < size; j++) {
        row.add(confusion.count(i, j));
      }
      rows.add(row);
    }
    return rows;
  }

  private static JsonArray bins(Calibration calibration) {
    JsonArray array = new JsonArray();
    for (Calibration.Bin bin : calibration.bins()) {
      JsonObject json = new JsonObject();
      json.addProperty("low", bin.low());
      json.addProperty("high", bin.high());
      json.addProperty("count", bin.count());
      json.addProperty("confidence", known(bin.count() > 0, bin.confidence()));
      json.addProperty("accuracy", known(bin.count() > 0, bin.accuracy()));
      array.add(json);
    }
    return array;
  }

  private JsonArray hardest() {
    JsonArray array = new JsonArray();
    for (int photo : evaluation.hardest(HARDEST)) {
      JsonObject json = photo(photo);
      json.addProperty("label", evaluation.label(photo));
      json.addProperty("predicted", evaluation.predicted(photo));
      json.addProperty("loss", evaluation.loss(photo));
      array.add(json);
    }
    return array;
  }

  private JsonArray labelSuspects() {
    JsonArray array = new JsonArray();
    for (LabelSuspect suspect : evaluation.labelSuspects()) {
      JsonObject json = photo(suspect.photo());
      json.addProperty("label", suspect.label());
      json.addProperty("suggested", suspect.suggested());
      json.addProperty("probability", suspect.probability());
      json.addProperty("threshold", suspect.threshold());
      json.addProperty("margin", suspect.margin());
      array.add(json);
    }
    return array;
  }

  private JsonObject photo(int photo) {
    String path = paths.get(photo);
    JsonObject json = new JsonObject();
    json.addProperty("photo", photo);
    json.addProperty("path", path.isEmpty() ? null : path);
    return json;
  }
}
