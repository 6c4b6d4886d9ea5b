package dev.flowers.serving;

import com.google.gson.stream.JsonToken;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of TensorFlow Serving's REST API: rows ({@code instances}) or columns ({@code inputs}).
 *
 * @param rows whether the answer is to have rows, too
 * @param photos one or more
 */
record TensorFlowRequest(boolean rows, List<Photo> photos) {
  private static final String ROWS = "instances";
  private static final String COLUMNS = "inputs";

  /**
   * Reads a request.
   *
   * @param side of the square that the network takes
   */
  static TensorFlowRequest parse(byte[] body, int side) throws RequestException {
    Parser parser = new Parser(new JsonStream(body, 0, body.length));
    parser.request();
    return new TensorFlowRequest(parser.kind.equals(ROWS), parser.photos(side));
  }

  /** Reads the JSON; the signature may be named behind the photos. */
  private static final class Parser {
    private final JsonStream json;
    private final List<Photo> files = new ArrayList<>();
    private final List<NumberTensor> numbers = new ArrayList<>();
    private String kind = "";
    private String signature = "";
    private String input = "";

    Parser(JsonStream json) {
      this.json = json;
    }

    void request() throws RequestException {
      json.object("body", this::member);
      json.end();
      if (kind.isEmpty()) {
        throw JsonBody.wrong("body", "neither instances nor inputs", "one of them");
      }
    }

    private void member(String name) throws RequestException {
      switch (name) {
        case "signature_name" -> signature = json.string(name);
        case ROWS, COLUMNS -> {
          if (!kind.isEmpty()) {
            throw JsonBody.wrong("body", "instances and inputs", "one of them");
          }
          kind = name;
          if (name.equals(COLUMNS) && json.peek() == JsonToken.BEGIN_OBJECT) {
            json.object(
                name,
                column -> {
                  input(column);
                  json.array(column, () -> one(this::file));
                });
          } else {
            json.array(name, () -> one(this::row));
          }
        }
        default -> json.skip();
      }
    }

    /** Reads an instance: answers have no other key than their place, so each has one photo. */
    private void one(JsonStream.Value instance) throws RequestException {
      int before = files.size() + numbers.size();
      instance.read();
      int photos = files.size() + numbers.size() - before;
      if (photos != 1) {
        throw JsonBody.wrong("instance", photos + " photos", "one");
      }
    }

    /** A photo, or an object of the input's name and a photo. */
    private void row() throws RequestException {
      if (json.peek() != JsonToken.BEGIN_OBJECT) {
        file();
        return;
      }
      json.object(
          "instance",
          name -> {
            if (name.equals("b64")) {
              files.add(new Photo.Encoded(json.base64(name)));
            } else {
              input(name);
              file();
            }
          });
    }

    private void file() throws RequestException {
      if (json.peek() != JsonToken.BEGIN_OBJECT) {
        numbers.add(json.numbers("instance"));
        return;
      }
      json.object(
          "instance",
          name -> {
            if (!name.equals("b64")) {
              throw JsonBody.wrong("instance", JsonBody.shown(name), "b64");
            }
            files.add(new Photo.Encoded(json.base64(name)));
          });
    }

    private void input(String name) throws RequestException {
      if (!input.isEmpty() && !input.equals(name)) {
        throw JsonBody.wrong("inputs", "several", "one");
      }
      input = InputTensor.named(name).input();
    }

    List<Photo> photos(int side) throws RequestException {
      InputTensor tensor = tensor();
      if (files.isEmpty() == numbers.isEmpty()) {
        throw JsonBody.wrong(
            "photos", files.isEmpty() ? "none" : "files and numbers", "one or more of one kind");
      }
      if (files.isEmpty() == (tensor == InputTensor.IMAGES)) {
        throw JsonBody.wrong(
            tensor.input(),
            files.isEmpty() ? "numbers" : "b64",
            files.isEmpty() ? "b64" : "numbers");
      }
      List<Photo> photos = new ArrayList<>(files);
      for (NumberTensor photo : numbers) {
        List<Integer> shape = new ArrayList<>(List.of(1));
        shape.addAll(photo.shape());
        photos.addAll(tensor.photos(new NumberTensor(shape, photo.values()), side));
      }
      return photos;
    }

    /** The default signature takes image files, too: it is the one of requests that name none. */
    private InputTensor tensor() throws RequestException {
      boolean standard = signature.isEmpty() || signature.equals(InputTensor.PHOTOS.signature());
      if (standard && input.isEmpty()) {
        return files.isEmpty() ? InputTensor.PHOTOS : InputTensor.IMAGES;
      }
      if (standard) {
        return InputTensor.named(input);
      }
      InputTensor tensor = InputTensor.ofSignature(signature);
      if (!input.isEmpty() && !input.equals(tensor.input())) {
        throw JsonBody.wrong("input of " + tensor.signature(), input, tensor.input());
      }
      return tensor;
    }
  }
}
