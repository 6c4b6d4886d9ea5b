package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.flowers.FlowerClassifier;
import dev.flowers.Identification;
import dev.flowers.explanation.Neighbour;
import dev.flowers.novelty.NearPhoto;
import dev.flowers.novelty.UnknownReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON: an array with one element for each photo, each on its own line. */
final class JsonAnswers extends Answers {
  private final Gson gson = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private String before = "[";

  JsonAnswers(Terminal terminal, int count) {
    super(terminal, count);
  }

  @Override
  void printClasses(
      FlowerClassifier.Answer answer, List<Classification> ranked, List<Neighbour> nearest) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("classes", classes(ranked));
    if (!nearest.isEmpty()) {
      values.put("nearest", nearest.stream().map(JsonAnswers::element).toList());
    }
    print(answer.photo(), values);
  }

  @Override
  void printIdentification(Path photo, Identification identification, List<Classification> ranked) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("class", identification.className().orElse(null));
    values.put("reason", identification.reason().map(UnknownReason::toString).orElse(null));
    values.put("probability", identification.probability());
    values.put("novelty", identification.novelty());
    values.put("classes", classes(ranked));
    values.put("nearest", identification.nearest().stream().map(JsonAnswers::element).toList());
    print(photo, values);
  }

  private static Map<String, @Nullable Object> element(NearPhoto near) {
    Map<String, @Nullable Object> element = new LinkedHashMap<>();
    element.put("photo", near.path().isEmpty() ? null : near.path());
    element.put("class", near.className());
    element.put("distance", near.distance());
    return element;
  }

  private static List<Map<String, @Nullable Object>> classes(List<Classification> ranked) {
    List<Map<String, @Nullable Object>> classes = new ArrayList<>();
    for (Classification classification : ranked) {
      Map<String, @Nullable Object> element = new LinkedHashMap<>();
      element.put("class", classification.getClassName());
      element.put("probability", classification.getProbability());
      classes.add(element);
    }
    return classes;
  }

  private static Map<String, @Nullable Object> element(Neighbour neighbour) {
    Map<String, @Nullable Object> element = new LinkedHashMap<>();
    element.put("photo", name(neighbour));
    element.put("class", neighbour.className());
    element.put("similarity", neighbour.similarity());
    return element;
  }

  @Override
  void printFault(FlowerClassifier.Answer answer) {
    print(answer.photo(), Map.of("error", answer.fault()));
  }

  private void print(Path photo, Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> element = new LinkedHashMap<>();
    element.put("photo", photo.toString());
    element.putAll(values);
    terminal.out().println(before);
    terminal.out().print(gson.toJson(element));
    before = ",";
  }

  @Override
  public void close() {
    terminal.out().println(before.equals("[") ? "[]" : "\n]");
  }
}
