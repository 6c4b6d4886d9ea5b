package dev.flowers.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.flowers.evaluation.PairedComparison;
import dev.flowers.head.Provenance;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.Promotion;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The published models as JSON. */
final class ModelsJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private ModelsJson() {}

  /** Prints all; returns 1 if one is damaged, which is named on standard error and left out. */
  static int print(Terminal terminal, ModelRepository repository) throws IOException {
    boolean damaged = false;
    List<Map<String, @Nullable Object>> models = new ArrayList<>();
    for (String name : repository.names()) {
      PublishedModel current = repository.current(name);
      List<Map<String, @Nullable Object>> versions = new ArrayList<>();
      for (PublishedModel model : repository.versions(name)) {
        try {
          versions.add(version(model, model.equals(current)));
        } catch (IOException e) {
          // One that was removed meanwhile is not damaged.
          if (Files.exists(model.directory())) {
            terminal.err().println("flowers models: " + model.reference() + ": " + e.getMessage());
            damaged = true;
          }
        }
      }
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("current", current.version());
      json.put("versions", versions);
      json.put("history", repository.history(name).stream().map(ModelsJson::decision).toList());
      models.add(json);
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("format", "flowers-models");
    all.put("version", 1);
    all.put("models", models);
    terminal.out().println(GSON.toJson(all));
    return damaged ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private static Map<String, @Nullable Object> version(PublishedModel model, boolean current)
      throws IOException {
    ModelProvenance provenance = model.provenance();
    Provenance head = provenance.head();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("model", model.reference());
    json.put("version", model.version());
    json.put("current", current);
    json.put("classes", model.classes());
    json.put("trainPhotos", head.trainCount());
    json.put("validationPhotos", head.validationCount());
    json.put("testPhotos", provenance.test().photos());
    json.put("accuracy", number(provenance.test().accuracy()));
    json.put("trunk", provenance.trunk());
    json.put("trunkIdentity", head.trunk());
    json.put("published", provenance.created().toString());
    json.put("bytes", model.bytes());
    json.put("directory", model.directory().toString());
    return json;
  }

  private static Map<String, @Nullable Object> decision(Promotion decision) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("at", decision.at().toString());
    json.put("by", DisplayText.of(decision.by()));
    json.put("version", decision.version());
    json.put("from", decision.from() == 0 ? null : decision.from());
    json.put("promoted", decision.promoted());
    json.put("reason", decision.reason());
    json.put(
        "comparison",
        decision.comparison().stream().findFirst().map(ModelsJson::counts).orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> counts(PairedComparison paired) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("photos", paired.photos());
    json.put("currentAccuracy", paired.firstAccuracy());
    json.put("newAccuracy", paired.secondAccuracy());
    json.put("onlyCurrentRight", paired.onlyFirst());
    json.put("onlyNewRight", paired.onlySecond());
    json.put("pValue", paired.pValue());
    return json;
  }

  private static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
