package dev.flowers.serving;

import com.google.gson.stream.JsonToken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of the Open Inference Protocol.
 *
 * @param id what the client calls it; empty if it does not
 * @param photos one or more
 * @param binaryOutput whether the answer's numbers follow the JSON as bytes
 */
record InferenceRequest(String id, List<Photo> photos, boolean binaryOutput) {

  /**
   * Reads a request.
   *
   * @param side of the square that the network takes
   */
  static InferenceRequest parse(Call call, int side) throws RequestException {
    byte[] body = call.body();
    int header = headerLength(call);
    Parser parser = new Parser(new JsonStream(body, 0, header));
    parser.request();
    if (parser.inputs.size() != 1) {
      throw JsonBody.wrong("inputs", parser.inputs.size() + " tensors", "one");
    }
    ByteBuffer rest = ByteBuffer.wrap(body, header, body.length - header).slice();
    List<Photo> photos = parser.inputs.get(0).photos(rest, side);
    return new InferenceRequest(parser.id, photos, parser.binaryOutput);
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
    throw JsonBody.wrong(
        OpenInferenceProtocol.HEADER_LENGTH, JsonBody.shown(length), "0 to " + call.body().length);
  }

  /** Reads the JSON. */
  private static final class Parser {
    private final JsonStream json;
    private final List<InferenceInput> inputs = new ArrayList<>();
    private String id = "";
    private boolean binaryOutput;

    Parser(JsonStream json) {
      this.json = json;
    }

    void request() throws RequestException {
      json.object("body", this::member);
      json.end();
    }

    private void member(String name) throws RequestException {
      switch (name) {
        case "id" -> id = json.string(name);
        case "inputs" -> json.array(name, () -> inputs.add(InferenceInput.read(json)));
        case "outputs" -> json.array(name, this::output);
        case "parameters" -> binaryOutput |= parameter("binary_data_output");
        default -> json.skip();
      }
    }

    private void output() throws RequestException {
      json.object(
          "outputs",
          name -> {
            switch (name) {
              case "name" -> {
                String output = json.string(name);
                if (!output.equals(OpenInferenceProtocol.OUTPUT)) {
                  throw JsonBody.wrong(
                      "output", JsonBody.shown(output), OpenInferenceProtocol.OUTPUT);
                }
              }
              case "parameters" -> binaryOutput |= parameter("binary_data");
              default -> json.skip();
            }
          });
    }

    /** A parameter that is true; false if it is not there. */
    private boolean parameter(String wanted) throws RequestException {
      boolean[] found = {false};
      json.object(
          "parameters",
          name -> {
            if (name.equals(wanted) && json.peek() == JsonToken.BOOLEAN) {
              found[0] = json.flag(name);
            } else {
              json.skip();
            }
          });
      return found[0];
    }
  }
}
