package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of the Open Inference Protocol.
 *
 * @param id what the client calls it; empty if it does not
 * @param photos image files
 * @param binaryOutput whether the answer's numbers follow the JSON as bytes
 */
record InferenceRequest(String id, List<byte[]> photos, boolean binaryOutput) {

  static InferenceRequest parse(Call call) throws RequestException {
    byte[] body = call.body();
    int header = headerLength(call);
    JsonObject json = JsonBody.parse(body, 0, header);
    String id = json.has("id") ? JsonBody.string(json, "id") : "";
    JsonArray inputs = JsonBody.array(json, "inputs");
    if (inputs.size() != 1) {
      throw JsonBody.wrong("inputs", inputs.size() + " tensors", "one");
    }
    JsonObject input = JsonBody.object(inputs.get(0), "inputs");
    String name = JsonBody.string(input, "name");
    if (!name.equals(OpenInferenceProtocol.INPUT)) {
      throw JsonBody.wrong("input", name, OpenInferenceProtocol.INPUT);
    }
    String type = JsonBody.string(input, "datatype");
    if (!type.equals("BYTES")) {
      throw JsonBody.wrong("datatype of " + name, type, "BYTES");
    }
    ByteBuffer rest = ByteBuffer.wrap(body, header, body.length - header);
    List<byte[]> photos = input.has("data") ? base64(input) : binary(input, rest);
    if (rest.hasRemaining()) {
      throw JsonBody.wrong("body", rest.remaining() + " bytes more", "the tensor's alone");
    }
    long count = count(JsonBody.array(input, "shape"));
    if (photos.isEmpty() || count != photos.size()) {
      throw JsonBody.wrong(
          "shape of " + name,
          count + " for " + photos.size() + " photos",
          "both equal, one or more");
    }
    return new InferenceRequest(id, photos, binaryOutput(json));
  }

  private static int headerLength(Call call) throws RequestException {
    String length = call.header(OpenInferenceProtocol.HEADER_LENGTH);
    if (length.isEmpty()) {
      return call.body().length;
    }
    try {
      int header = Integer.parseInt(length);
      if (header >= 0 && header <= call.body().length) {
        return header;
      }
    } catch (NumberFormatException e) {
      // The same answer as to a number that does not fit.
    }
    throw JsonBody.wrong(OpenInferenceProtocol.HEADER_LENGTH, length, "0 to " + call.body().length);
  }

  private static List<byte[]> base64(JsonObject input) throws RequestException {
    List<byte[]> photos = new ArrayList<>();
    for (JsonElement element : JsonBody.array(input, "data")) {
      photos.add(JsonBody.base64(JsonBody.string(element, "data"), "data"));
    }
    return photos;
  }

  /** Each photo behind its length, 4 bytes with the lowest first. */
  private static List<byte[]> binary(JsonObject input, ByteBuffer rest) throws RequestException {
    JsonElement parameters = input.get("parameters");
    if (parameters == null) {
      throw JsonBody.wrong("input", "neither data nor binary_data_size", "one of them");
    }
    JsonElement size = JsonBody.object(parameters, "parameters").get("binary_data_size");
    if (size == null || !String.valueOf(size).equals(String.valueOf(rest.remaining()))) {
      throw JsonBody.wrong(
          "binary_data_size",
          String.valueOf(size),
          "the " + rest.remaining() + " bytes behind the JSON");
    }
    rest.order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> photos = new ArrayList<>();
    while (rest.hasRemaining()) {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw JsonBody.wrong(
            "length of photo " + photos.size(), String.valueOf(length), "0 to " + rest.remaining());
      }
      byte[] photo = new byte[length];
      rest.get(photo);
      photos.add(photo);
    }
    return photos;
  }

  private static long count(JsonArray shape) throws RequestException {
    long count = 1;
    for (JsonElement size : shape) {
      try {
        count = Math.multiplyExact(count, Long.parseLong(String.valueOf(size)));
      } catch (NumberFormatException | ArithmeticException e) {
        throw JsonBody.wrong("shape", String.valueOf(shape), "small whole numbers");
      }
    }
    return shape.isEmpty() ? 0 : count;
  }

  private static boolean binaryOutput(JsonObject json) throws RequestException {
    boolean binary = OpenInferenceProtocol.flag(json, "binary_data_output");
    if (json.has("outputs")) {
      for (JsonElement element : JsonBody.array(json, "outputs")) {
        JsonObject output = JsonBody.object(element, "outputs");
        String name = JsonBody.string(output, "name");
        if (!name.equals(OpenInferenceProtocol.OUTPUT)) {
          throw JsonBody.wrong("output", name, OpenInferenceProtocol.OUTPUT);
        }
        binary |= OpenInferenceProtocol.flag(output, "binary_data");
      }
    }
    return binary;
  }
}
