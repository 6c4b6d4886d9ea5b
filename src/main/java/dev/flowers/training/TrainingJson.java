package dev.flowers.training;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.SampleStatistics;
import dev.flowers.zoo.PublishedModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** A training's result as JSON. What is absent is null. */
final class TrainingJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private TrainingJson() {}

  static String of(TrainingResult result) {
    JsonObject json = new JsonObject();
    json.addProperty("format", "flowers-training");
    json.addProperty("version", 1);
    json.addProperty("model", result.model().reference());
    json.addProperty("directory", result.model().directory().toString());
    json.addProperty("embeddings", result.embeddings().file().toString());
    json.add("photos", text(result.embeddings().photos().map(Path::toString)));
    json.addProperty("skipped", result.embeddings().skipped().size());
    json.add("report", text(result.report().map(Path::toString)));
    json.add("test", figures(result.evaluation()));
    json.add("promotion", promotion(result.promotion()));
    json.add("foldAccuracy", statistics(result.foldAccuracy()));
    json.add("repeatAccuracy", statistics(result.repeatAccuracy()));
    return GSON.toJson(json) + "\n";
  }

  private static JsonObject figures(Evaluation evaluation) {
    JsonObject json = new JsonObject();
    json.addProperty("photos", evaluation.photos());
    json.add("accuracy", number(evaluation.accuracy()));
    JsonArray interval = new JsonArray();
    evaluation
        .accuracyInterval()
        .ifPresent(
            ends -> {
              interval.add(ends.low());
              interval.add(ends.high());
            });
    json.add("accuracyInterval95", interval.isEmpty() ? JsonNull.INSTANCE : interval);
    json.add("loss", number(evaluation.loss()));
    json.add("macroF1", number(evaluation.confusion().macroF1()));
    json.add("expectedCalibrationError", number(evaluation.calibration().expectedError()));
    return json;
  }

  private static JsonObject promotion(PromotionDecision decision) {
    JsonObject json = new JsonObject();
    json.addProperty("promoted", decision.promoted());
    json.addProperty("reason", decision.reason());
    json.add("currentBefore", text(decision.current().map(PublishedModel::reference)));
    json.add(
        "comparison",
        decision
            .comparison()
            .<JsonElement>map(ComparisonJson::comparison)
            .orElse(JsonNull.INSTANCE));
    return json;
  }

  private static JsonElement statistics(Optional<SampleStatistics> statistics) {
    if (statistics.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("count", statistics.get().count());
    json.addProperty("mean", statistics.get().mean());
    json.add("deviation", number(statistics.get().deviation()));
    return json;
  }

  private static JsonElement text(Optional<String> value) {
    return value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
  }

  private static JsonElement number(OptionalDouble value) {
    return value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;
  }
}
