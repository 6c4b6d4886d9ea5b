package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** TensorFlow Serving's REST API. */
record TensorFlowProtocol(Models models) {
  private static final String OUTPUT = "probabilities";

  Action.Pending status(Call call) throws RequestException {
    JsonArray versions = new JsonArray();
    for (String number : models.versions(call.model(), call.version())) {
      JsonObject fine = new JsonObject();
      fine.addProperty("error_code", "OK");
      fine.addProperty("error_message", "");
      JsonObject version = new JsonObject();
      version.addProperty("version", number);
      version.addProperty("state", "AVAILABLE");
      version.add("status", fine);
      versions.add(version);
    }
    JsonObject json = new JsonObject();
    json.add("model_version_status", versions);
    return () -> Reply.json(json);
  }

  /** The signatures, as those of the exported model. */
  Action.Pending metadata(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    JsonObject spec = new JsonObject();
    spec.addProperty("name", model.name());
    spec.addProperty("signature_name", "");
    spec.addProperty("version", String.valueOf(model.version()));
    JsonObject signatures = new JsonObject();
    for (InputTensor tensor : InputTensor.values()) {
      signatures.add(tensor.signature(), signature(tensor, model));
    }
    JsonObject definitions = new JsonObject();
    definitions.add("signature_def", signatures);
    JsonObject metadata = new JsonObject();
    metadata.add("signature_def", definitions);
    JsonObject json = new JsonObject();
    json.add("model_spec", spec);
    json.add("metadata", metadata);
    return () -> Reply.json(json);
  }

  private static JsonObject signature(InputTensor tensor, Model model) {
    JsonObject inputs = new JsonObject();
    inputs.add(
        tensor.input(), described(tensor.input(), tensor.dtype(), tensor.shape(model.side())));
    JsonObject outputs = new JsonObject();
    outputs.add(OUTPUT, described(OUTPUT, "DT_FLOAT", List.of(-1, model.classes().size())));
    JsonObject signature = new JsonObject();
    signature.add("inputs", inputs);
    signature.add("outputs", outputs);
    signature.addProperty("method_name", "tensorflow/serving/predict");
    return signature;
  }

  private static JsonObject described(String name, String type, List<Integer> sizes) {
    JsonArray dimensions = new JsonArray();
    for (int size : sizes) {
      JsonObject dimension = new JsonObject();
      dimension.addProperty("size", String.valueOf(size));
      dimension.addProperty("name", "");
      dimensions.add(dimension);
    }
    JsonObject shape = new JsonObject();
    shape.add("dim", dimensions);
    shape.addProperty("unknown_rank", false);
    JsonObject tensor = new JsonObject();
    tensor.addProperty("dtype", type);
    tensor.add("tensor_shape", shape);
    tensor.addProperty("name", name + ":0");
    return tensor;
  }

  Action.Pending predict(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    TensorFlowRequest request = TensorFlowRequest.parse(call.body(), model.side());
    Model.PendingAnswers answers = model.begin(request.photos(), call.version());
    return () -> {
      JsonArray probabilities = new JsonArray();
      answers.await().forEach(answer -> probabilities.add(numbers(answer)));
      JsonObject json = new JsonObject();
      json.add(request.rows() ? "predictions" : "outputs", probabilities);
      return Reply.json(json);
    };
  }

  private static JsonArray numbers(Answer answer) {
    JsonArray row = new JsonArray();
    answer.probabilities().forEach(row::add);
    return row;
  }
}
