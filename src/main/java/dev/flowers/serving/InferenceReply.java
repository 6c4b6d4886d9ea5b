package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * An answer of the Open Inference Protocol.
 *
 * @param id what the client called the request; empty if it did not
 * @param answers to each photo, one or more
 */
record InferenceReply(String model, String id, List<Answer> answers) {

  Reply reply(boolean binary) {
    int classes = answers.get(0).classes().size();
    JsonObject output =
        tensor(OpenInferenceProtocol.OUTPUT, "FP32", List.of(answers.size(), classes));
    ByteBuffer numbers =
        ByteBuffer.allocate(answers.size() * classes * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    JsonArray data = new JsonArray();
    for (Answer answer : answers) {
      for (double probability : answer.probabilities()) {
        numbers.putFloat((float) probability);
        data.add(probability);
      }
    }
    if (binary) {
      JsonObject parameters = new JsonObject();
      parameters.addProperty("binary_data_size", numbers.capacity());
      output.add("parameters", parameters);
    } else {
      output.add("data", data);
    }
    Reply json = Reply.json(with(output));
    return binary ? joined(json.body(), numbers.array()) : json;
  }

  private JsonObject with(JsonObject output) {
    JsonArray outputs = new JsonArray();
    outputs.add(output);
    JsonObject json = new JsonObject();
    json.addProperty("model_name", model);
    json.addProperty("model_version", String.valueOf(answers.get(0).version()));
    if (!id.isEmpty()) {
      json.addProperty("id", id);
    }
    json.add("outputs", outputs);
    return json;
  }

  private static Reply joined(byte[] json, byte[] numbers) {
    byte[] body = ByteBuffer.allocate(json.length + numbers.length).put(json).put(numbers).array();
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/octet-stream",
            OpenInferenceProtocol.HEADER_LENGTH,
            String.valueOf(json.length));
    return new Reply(200, headers, body);
  }

  static JsonObject tensor(String name, String type, List<Integer> sizes) {
    JsonArray shape = new JsonArray();
    for (int size : sizes) {
      shape.add(size);
    }
    JsonObject tensor = new JsonObject();
    tensor.addProperty("name", name);
    tensor.addProperty("datatype", type);
    tensor.add("shape", shape);
    return tensor;
  }
}
