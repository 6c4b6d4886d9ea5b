package dev.flowers.evaluation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** An evaluation as JSON. */
final class EvaluationJson {
  /** Raised when a field changes its name or meaning; new fields alone do not raise it. */
  private static final int VERSION = 1;

  private static final int HARDEST = 50;

  /** The member whose rows stand on a line each: 1,000 classes have a million cells. */
  private static final String CONFUSION = "confusion";

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

  String with(Map<String, ?> subject) {
    Calibration calibration = evaluation.calibration();
    JsonObject json = new JsonObject();
    json.addProperty("format", "flowers-evaluation");
    json.addProperty("version", VERSION);
    subject.forEach((name, value) -> json.add(name, GSON.toJsonTree(value)));
    json.addProperty("photos", evaluation.photos());
    json.addProperty("accuracy", number(evaluation.accuracy()));
    json.add("accuracyInterval95", interval(evaluation.accuracyInterval()));
    json.add("topAccuracy", topAccuracies());
    json.addProperty("loss", number(evaluation.loss()));
    json.addProperty("macroPrecision", number(confusion.macroPrecision()));
    json.addProperty("macroRecall", number(confusion.macroRecall()));
    json.addProperty("macroF1", number(confusion.macroF1()));
    json.add("classes", classes());
    json.add(CONFUSION, counts());
    json.add("mostConfused", GSON.toJsonTree(confusion.mostConfused()));
    json.addProperty("expectedCalibrationError", number(calibration.expectedError()));
    json.add("calibrationBins", bins(calibration));
    json.addProperty("temperature", number(evaluation.temperature()));
    json.add("uncalibrated", uncalibrated());
    json.add("riskCoverage", riskCoverage());
    json.add("hardest", hardest());
    json.add("labelSuspects", labelSuspects());
    return text(json) + '\n';
  }

  private static String text(JsonObject json) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = GSON.newJsonWriter(text)) {
      out.beginObject();
      for (Map.Entry<String, JsonElement> member : json.entrySet()) {
        out.name(member.getKey());
        if (member.getKey().equals(CONFUSION)) {
          out.beginArray();
          for (JsonElement row : member.getValue().getAsJsonArray()) {
            out.jsonValue(row.toString());
          }
          out.endArray();
        } else {
          GSON.toJson(member.getValue(), out);
        }
      }
      out.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static @Nullable Double number(OptionalDouble figure) {
    return figure.isPresent() ? figure.getAsDouble() : null;
  }

  private static JsonElement interval(Optional<Interval> interval) {
    if (interval.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonArray array = new JsonArray();
    array.add(interval.get().low());
    array.add(interval.get().high());
    return array;
  }

  /** Of the 1, 2, … most probable classes: the last is always 1. */
  private JsonArray topAccuracies() {
    JsonArray array = new JsonArray();
    for (int k = 1; k <= evaluation.classes().size(); k++) {
      array.add(number(evaluation.topAccuracy(k)));
    }
    return array;
  }

  private JsonArray classes() {
    JsonArray array = new JsonArray();
    for (int i = 0; i < confusion.classes().size(); i++) {
      JsonObject json = new JsonObject();
      json.addProperty("name", confusion.classes().get(i));
      json.addProperty("photos", confusion.support(i));
      json.addProperty("precision", number(confusion.precision(i)));
      json.addProperty("recall", number(confusion.recall(i)));
      json.addProperty("f1", number(confusion.f1(i)));
      array.add(json);
    }
    return array;
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
      json.addProperty("confidence", number(bin.confidence()));
      json.addProperty("accuracy", number(bin.accuracy()));
      array.add(json);
    }
    return array;
  }

  /** What the calibration changed; null without it. */
  private JsonElement uncalibrated() {
    if (evaluation.uncalibrated().isEmpty()) {
      return JsonNull.INSTANCE;
    }
    Evaluation before = evaluation.uncalibrated().get();
    JsonObject json = new JsonObject();
    json.addProperty("loss", number(before.loss()));
    json.addProperty("expectedCalibrationError", number(before.calibration().expectedError()));
    json.add("calibrationBins", bins(before.calibration()));
    return json;
  }

  private JsonObject riskCoverage() {
    RiskCoverage risk = evaluation.riskCoverage();
    JsonObject json = new JsonObject();
    json.addProperty("area", number(risk.area()));
    JsonArray accuracies = new JsonArray();
    for (double coverage : RiskCoverage.SHOWN) {
      JsonObject element = new JsonObject();
      element.addProperty("coverage", coverage);
      element.addProperty("accuracy", number(risk.accuracy(coverage)));
      accuracies.add(element);
    }
    json.add("accuracies", accuracies);
    return json;
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
    for (Evaluation.LabelSuspect suspect : evaluation.labelSuspects()) {
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
