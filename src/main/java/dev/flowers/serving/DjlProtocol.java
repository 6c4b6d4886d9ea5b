package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** DJL Serving's inference API, and the list of models of its management API. */
record DjlProtocol(Models models) {
  /** Which version answered; DJL Serving's JSON has no place for it. */
  private static final String VERSION = "X-Model-Version";

  Action.Pending predict(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    List<Photo> photo = List.of(new Photo.Encoded(MultipartBody.photo(call)));
    Model.PendingAnswers answers = model.begin(photo, call.version());
    return () -> {
      Answer answer = answers.await().get(0);
      return Reply.json(ranked(answer)).with(VERSION, String.valueOf(answer.version()));
    };
  }

  /** The models, as the management API lists them. */
  Action.Pending list(Call call) {
    JsonArray list = new JsonArray();
    for (Models.Version version : models.versions()) {
      JsonObject entry = new JsonObject();
      entry.addProperty("modelName", version.name());
      entry.addProperty("version", String.valueOf(version.number()));
      entry.addProperty("status", "READY");
      list.add(entry);
    }
    JsonObject json = new JsonObject();
    json.add("models", list);
    return () -> Reply.json(json);
  }

  /** The classes, the most probable first. */
  private static JsonArray ranked(Answer answer) {
    JsonArray json = new JsonArray();
    IntStream.range(0, answer.classes().size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> answer.probabilities().get(i)).reversed())
        .forEach(
            i -> {
              JsonObject entry = new JsonObject();
              entry.addProperty("className", answer.classes().get(i));
              entry.addProperty("probability", answer.probabilities().get(i));
              json.add(entry);
            });
    return json;
  }

  static Reply error(int status, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("type", "RequestException");
    error.addProperty("message", message);
    return Reply.json(status, error);
  }
}
