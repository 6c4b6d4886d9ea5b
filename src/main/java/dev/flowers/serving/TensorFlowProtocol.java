package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** TensorFlow Serving's REST API, for photos as {@code {"b64": …}}. */
record TensorFlowProtocol(Models models) {
  private static final String INPUT = "images";

  Action.Pending status(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    JsonObject fine = new JsonObject();
    fine.addProperty("error_code", "OK");
    fine.addProperty("error_message", "");
    JsonObject version = new JsonObject();
    version.addProperty("version", String.valueOf(model.version()));
    version.addProperty("state", "AVAILABLE");
    version.add("status", fine);
    JsonArray versions = new JsonArray();
    versions.add(version);
    JsonObject json = new JsonObject();
    json.add("model_version_status", versions);
    return () -> Reply.json(json);
  }

  Action.Pending predict(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    JsonObject body = JsonBody.parse(call.body(), 0, call.body().length);
    boolean rows = body.has("instances");
    if (rows == body.has("inputs")) {
      throw JsonBody.wrong("body", rows ? "instances and inputs" : "neither", "one of them");
    }
    Model.PendingAnswers answers = model.begin(rows ? rows(body) : columns(body));
    return () -> {
      JsonArray probabilities = new JsonArray();
      answers.await().forEach(answer -> probabilities.add(numbers(answer)));
      JsonObject json = new JsonObject();
      json.add(rows ? "predictions" : "outputs", probabilities);
      return Reply.json(json);
    };
  }

  private static List<byte[]> rows(JsonObject body) throws RequestException {
    return photos(JsonBody.array(body, "instances"));
  }

  private static List<byte[]> columns(JsonObject body) throws RequestException {
    JsonElement inputs = body.get("inputs");
    if (inputs.isJsonObject() && inputs.getAsJsonObject().has(INPUT)) {
      return photos(JsonBody.array(inputs.getAsJsonObject(), INPUT));
    }
    return photos(JsonBody.array(body, "inputs"));
  }

  private static List<byte[]> photos(JsonArray array) throws RequestException {
    if (array.isEmpty()) {
      throw JsonBody.wrong("photos", "none", "one or more");
    }
    List<byte[]> photos = new ArrayList<>();
    for (JsonElement element : array) {
      JsonObject object = JsonBody.object(element, "instance");
      JsonObject photo = object.has(INPUT) ? JsonBody.object(object.get(INPUT), INPUT) : object;
      photos.add(JsonBody.base64(JsonBody.string(photo, "b64"), "b64"));
    }
    return photos;
  }

  private static JsonArray numbers(Answer answer) {
    JsonArray row = new JsonArray();
    answer.probabilities().forEach(row::add);
    return row;
  }
}
