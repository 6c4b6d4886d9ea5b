package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The Open Inference Protocol v2, in JSON and with the binary extension. A request has one of the
 * inputs that the metadata lists.
 *
 * @param ready whether requests are taken
 */
record OpenInferenceProtocol(Models models, BooleanSupplier ready) {
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";
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
    models.versions(call.model(), call.version()).forEach(versions::add);
    JsonObject json = new JsonObject();
    json.addProperty("name", model.name());
    json.add("versions", versions);
    json.addProperty("platform", "flowers_vgg16");
    JsonArray inputs = new JsonArray();
    for (InputTensor input : InputTensor.values()) {
      inputs.add(InferenceReply.tensor(input.input(), input.datatype(), input.shape(model.side())));
    }
    json.add("inputs", inputs);
    JsonArray outputs = new JsonArray();
    outputs.add(InferenceReply.tensor(OUTPUT, "FP32", List.of(-1, model.classes().size())));
    json.add("outputs", outputs);
    return () -> Reply.json(json);
  }

  Action.Pending infer(Call call) throws RequestException {
    Model model = models.find(call.model(), call.version());
    InferenceRequest request = InferenceRequest.parse(call, model.side());
    Model.PendingAnswers answers = model.begin(request.photos(), call.version());
    return () -> reply(model, request, answers.await());
  }

  private static Reply reply(Model model, InferenceRequest request, List<Answer> answers) {
    return new InferenceReply(model.name(), request.id(), answers).reply(request.binaryOutput());
  }
}
