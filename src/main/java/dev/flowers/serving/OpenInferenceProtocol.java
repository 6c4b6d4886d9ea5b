package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The Open Inference Protocol v2 for photos as BYTES, in JSON and with the binary extension.
 *
 * @param ready whether requests are taken
 */
record OpenInferenceProtocol(Models models, BooleanSupplier ready) {
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";
  static final String INPUT = "images";
  static final String OUTPUT = "probabilities";

  Action.Pending server(Call call) {
    JsonArray extensions = new JsonArray();
    extensions.add("binary_tensor_data");
    JsonObject json = new JsonObject();
    json.addProperty("name", "flowers");
    json.addProperty(
        "version",
        Optional.ofNullable(FlowerServer.class.getPackage().getImplementationVersion())
            .orElse("development"));
    json.add("extensions", extensions);
    return () -> Reply.json(json);
  }

  Action.Pending live(Call call) {
    JsonObject json = new JsonObject();
    json.addProperty("live", true);
    return () -> Reply.json(json);
  }

  Action.Pending ready(Call call) {
    return () -> readiness(new JsonObject());
  }

  Action.Pending modelReady(Call call) throws RequestException {
    JsonObject json = new JsonObject();
    json.addProperty("name", models.find(call.model(), call.version()).name());
    return () -> readiness(json);
  }

  private Reply readiness(JsonObject json) {
    boolean now = ready.getAsBoolean();
    json.addProperty("ready", now);
    return now ? Reply.json(json) : Reply.json(RequestException.UNAVAILABLE, json);
  }

  Action.Pending metadata(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    JsonArray versions = new JsonArray();
    versions.add(String.valueOf(model.version()));
    JsonObject json = new JsonObject();
    json.addProperty("name", model.name());
    json.add("versions", versions);
    json.addProperty("platform", "flowers_vgg16");
    json.add("inputs", tensor(INPUT, "BYTES", -1));
    json.add("outputs", tensor(OUTPUT, "FP32", -1, model.classes().size()));
    return () -> Reply.json(json);
  }

  private static JsonArray tensor(String name, String type, int... sizes) {
    JsonArray tensors = new JsonArray();
    tensors.add(InferenceReply.tensor(name, type, sizes));
    return tensors;
  }

  Action.Pending infer(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    InferenceRequest request = InferenceRequest.parse(call);
    Model.PendingAnswers answers = model.begin(request.photos());
    return () -> reply(model, request, answers.await());
  }

  private static Reply reply(Model model, InferenceRequest request, List<Answer> answers) {
    return new InferenceReply(model.name(), request.id(), answers).reply(request.binaryOutput());
  }

  /** A parameter that is true; false if it is not there. */
  static boolean flag(JsonObject holder, String name) throws RequestException {
    JsonElement parameters = holder.get("parameters");
    if (parameters == null) {
      return false;
    }
    JsonElement value = JsonBody.object(parameters, "parameters").get(name);
    return value != null && value.isJsonPrimitive() && value.getAsBoolean();
  }
}
