package dev.flowers.training;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.flowers.evaluation.DifferenceInterval;
import dev.flowers.evaluation.Interval;
import dev.flowers.evaluation.PairedComparison;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A comparison as JSON. */
final class ComparisonJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private ComparisonJson() {}

  /** As a document of its own. */
  static String of(ModelComparison comparison, Optional<String> report) {
    JsonObject json = new JsonObject();
    json.addProperty("format", "flowers-comparison");
    json.addProperty("version", 1);
    comparison(comparison).entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
    report.ifPresent(page -> json.addProperty("report", page));
    return GSON.toJson(json) + "\n";
  }

  /** As an object. */
  static JsonObject comparison(ModelComparison comparison) {
    JsonObject json = new JsonObject();
    json.addProperty("first", comparison.first().reference());
    json.addProperty("second", comparison.second().reference());
    json.addProperty("embeddings", comparison.source());
    json.addProperty("leftOut", comparison.seen());
    json.add("onlyFirstClasses", strings(comparison.onlyFirstClasses()));
    json.add("onlySecondClasses", strings(comparison.onlySecondClasses()));
    json.add("notes", strings(comparison.notes()));
    json.addProperty("photos", comparison.photos().size());
    comparison
        .paired()
        .ifPresent(
            paired -> figures(paired).entrySet().forEach(e -> json.add(e.getKey(), e.getValue())));
    JsonArray classes = new JsonArray();
    for (ModelComparison.ClassComparison figures : comparison.classes()) {
      JsonObject row = new JsonObject();
      row.addProperty("class", figures.name());
      figures(figures.paired()).entrySet().forEach(e -> row.add(e.getKey(), e.getValue()));
      classes.add(row);
    }
    json.add("classes", classes);
    JsonArray changed = new JsonArray();
    for (ComparedPhoto.Change change : ComparedPhoto.Change.values()) {
      if (change != ComparedPhoto.Change.SAME) {
        comparison.changed(change).forEach(photo -> changed.add(photo(photo, change)));
      }
    }
    json.add("changed", changed);
    return json;
  }

  private static JsonObject photo(ComparedPhoto photo, ComparedPhoto.Change change) {
    JsonObject json = new JsonObject();
    json.addProperty("change", change.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.addProperty("path", photo.path());
    json.addProperty("id", photo.id());
    json.addProperty("label", photo.label());
    json.addProperty("first", photo.first());
    json.addProperty("firstConfidence", photo.firstConfidence());
    json.addProperty("second", photo.second());
    json.addProperty("secondConfidence", photo.secondConfidence());
    return json;
  }

  /** The figures of a fourfold table. */
  static JsonObject figures(PairedComparison paired) {
    JsonObject json = new JsonObject();
    json.addProperty("photos", paired.photos());
    json.addProperty("firstAccuracy", paired.firstAccuracy());
    json.add("firstInterval", wilson(paired.bothRight() + paired.onlyFirst(), paired.photos()));
    json.addProperty("secondAccuracy", paired.secondAccuracy());
    json.add("secondInterval", wilson(paired.bothRight() + paired.onlySecond(), paired.photos()));
    json.addProperty("bothRight", paired.bothRight());
    json.addProperty("onlyFirst", paired.onlyFirst());
    json.addProperty("onlySecond", paired.onlySecond());
    json.addProperty("bothWrong", paired.bothWrong());
    json.addProperty("difference", paired.difference());
    DifferenceInterval difference = paired.differenceInterval();
    json.add("differenceInterval", pair(difference.low(), difference.high()));
    json.addProperty("pValue", paired.pValue());
    json.addProperty("pSecondWorse", paired.pSecondWorse());
    return json;
  }

  private static JsonArray wilson(int right, int photos) {
    Interval interval = Interval.wilson(right, photos);
    return pair(interval.low(), interval.high());
  }

  private static JsonArray pair(double low, double high) {
    JsonArray pair = new JsonArray();
    pair.add(low);
    pair.add(high);
    return pair;
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
