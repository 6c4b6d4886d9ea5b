package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.flowers.FlowerClassifier;
import dev.flowers.explanation.Neighbour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON: an array with one element for each photo, each on its own line. */
final class JsonAnswers extends Answers {
  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
  private String before = "[";

  JsonAnswers(Terminal terminal, int count) {
    super(terminal, count);
  }

  @Override
  void printClasses(
      FlowerClassifier.Answer answer, List<Classification> ranked, List<Neighbour> nearest) {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (Classification classification : ranked) {
      Map<String, Object> element = new LinkedHashMap<>();
      element.put("class", classification.getClassName());
      element.put("probability", classification.getProbability());
      classes.add(element);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("classes", classes);
    if (!nearest.isEmpty()) {
      values.put("nearest", nearest.stream().map(JsonAnswers::element).toList());
    }
    print(answer, values);
  }

  private static Map<String, Object> element(Neighbour neighbour) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("photo", name(neighbour));
    element.put("class", neighbour.className());
    element.put("similarity", neighbour.similarity());
    return element;
  }

  @Override
  void printFault(FlowerClassifier.Answer answer) {
    print(answer, Map.of("error", answer.fault()));
  }

  private void print(FlowerClassifier.Answer answer, Map<String, Object> values) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("photo", answer.photo().toString());
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
