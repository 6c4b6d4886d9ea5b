package dev.flowers.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An evaluation for other programs. */
final class EvaluationJson {
  /** Raised when a field changes its name or meaning; new fields alone do not raise it. */
  private static final int VERSION = 1;

  private static final int HARDEST = 50;

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private EvaluationJson() {}

  static String of(Evaluation evaluation) {
    JsonObject json = new JsonObject();
    json.addProperty("format", "flowers-evaluation");
    json.addProperty("version", VERSION);
    json.addProperty("photos", evaluation.photos());
    json.addProperty("accuracy", evaluation.accuracy());
    json.add("accuracyInterval95", interval(evaluation.accuracyInterval()));
    json.addProperty("loss", evaluation.loss());
    ConfusionMatrix confusion = evaluation.confusion();
    json.addProperty("macroPrecision", confusion.macroPrecision());
    json.addProperty("macroRecall", confusion.macroRecall());
    json.addProperty("macroF1", confusion.macroF1());
    json.add("classes", classes(confusion));
    json.add("confusion", counts(confusion));
    json.add("mostConfused", GSON.toJsonTree(confusion.mostConfused()));
    json.addProperty("expectedCalibrationError", evaluation.calibration().expectedError());
    json.add("calibrationBins", GSON.toJsonTree(evaluation.calibration().bins()));
    json.add("hardest", hardest(evaluation));
    json.add("labelSuspects", GSON.toJsonTree(evaluation.labelSuspects()));
    return GSON.toJson(json) + '\n';
  }

  private static JsonArray interval(Interval interval) {
    JsonArray array = new JsonArray();
    array.add(interval.low());
    array.add(interval.high());
    return array;
  }

  private static JsonArray classes(ConfusionMatrix confusion) {
    JsonArray array = new JsonArray();
    for (int i = 0; i < confusion.classes().size(); i++) {
      JsonObject json = new JsonObject();
      json.addProperty("name", confusion.classes().get(i));
      json.addProperty("photos", confusion.support(i));
      json.addProperty("precision", confusion.precision(i));
      json.addProperty("recall", confusion.recall(i));
      json.addProperty("f1", confusion.f1(i));
      array.add(json);
    }
    return array;
  }

  private static JsonArray counts(ConfusionMatrix confusion) {
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

  private static JsonArray hardest(Evaluation evaluation) {
    JsonArray array = new JsonArray();
    for (int photo : evaluation.hardest(HARDEST)) {
      JsonObject json = new JsonObject();
      json.addProperty("photo", photo);
      json.addProperty("label", evaluation.label(photo));
      json.addProperty("predicted", evaluation.predicted(photo));
      json.addProperty("loss", evaluation.loss(photo));
      array.add(json);
    }
    return array;
  }
}
