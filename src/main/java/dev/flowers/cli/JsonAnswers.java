package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.flowers.FlowerClassifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An array with an element a photo, each on a line of its own. */
final class JsonAnswers extends Answers {
  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
  private String before = "[";

  JsonAnswers(Terminal terminal, int count) {
    super(terminal, count);
  }

  @Override
  void printClasses(FlowerClassifier.Answer answer, List<Classification> ranked) {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (Classification classification : ranked) {
      Map<String, Object> element = new LinkedHashMap<>();
      element.put("class", classification.getClassName());
      element.put("probability", classification.getProbability());
      classes.add(element);
    }
    print(answer, "classes", classes);
  }

  @Override
  void printFault(FlowerClassifier.Answer answer) {
    print(answer, "error", answer.fault());
  }

  private void print(FlowerClassifier.Answer answer, String key, Object value) {
    Map<String, Object> element = new LinkedHashMap<>();
    element.put("photo", answer.photo().toString());
    element.put(key, value);
    terminal.out().println(before);
    terminal.out().print(gson.toJson(element));
    before = ",";
  }

  @Override
  public void close() {
    terminal.out().println(before.equals("[") ? "[]" : "\n]");
  }
}
