package dev.flowers.serving;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** An input tensor of the Open Inference Protocol, whose members may come in any order. */
final class InferenceInput {
  private static final int NONE = -1;

  private final JsonStream json;
  private String name = "";
  private String datatype = "";
  private List<Integer> shape = List.of();
  private boolean hasData;
  private List<Photo> files = List.of();
  private NumberTensor numbers = NumberTensor.NONE;
  private int binarySize = NONE;

  private InferenceInput(JsonStream json) {
    this.json = json;
  }

  static InferenceInput read(JsonStream json) throws RequestException {
    InferenceInput input = new InferenceInput(json);
    json.object("inputs", input::member);
    return input;
  }

  private void member(String member) throws RequestException {
    switch (member) {
      case "name" -> name = json.string(member);
      case "datatype" -> datatype = json.string(member);
      case "shape" -> shape = json.sizes(member);
      case "parameters" -> json.object(member, this::parameter);
      case "data" -> data();
      default -> json.skip();
    }
  }

  private void parameter(String parameter) throws RequestException {
    if (parameter.equals("binary_data_size")) {
      binarySize = json.size(parameter);
    } else {
      json.skip();
    }
  }

  /** Strings are files; numbers may be flat, or nested as the shape says, which may come later. */
  private void data() throws RequestException {
    List<Photo> found = new ArrayList<>();
    numbers = json.filesOrNumbers("data", file -> found.add(new Photo.Encoded(file)));
    files = found;
    hasData = true;
  }

  /**
   * The photos.
   *
   * @param rest the bytes behind the JSON
   * @param side of the square that the network takes
   */
  List<Photo> photos(ByteBuffer rest, int side) throws RequestException {
    InputTensor tensor = InputTensor.named(name);
    if (!datatype.equals(tensor.datatype())) {
      throw JsonBody.wrong("datatype of " + name, JsonBody.shown(datatype), tensor.datatype());
    }
    checkBinary(rest);
    if (tensor == InputTensor.IMAGES) {
      List<Photo> photos = hasData ? files : files(rest);
      checkCount(photos.size(), numbers.values().length);
      return photos;
    }
    if (!files.isEmpty()) {
      throw JsonBody.wrong("data of " + name, "strings", "numbers");
    }
    if (hasData) {
      checkNesting();
      return tensor.photos(new NumberTensor(shape, numbers.values()), side);
    }
    if (tensor == InputTensor.PIXELS) {
      byte[] bytes = new byte[rest.remaining()];
      rest.get(bytes);
      return InputTensor.pixels(shape, bytes);
    }
    return tensor.photos(new NumberTensor(shape, floats(rest)), side);
  }

  private void checkBinary(ByteBuffer rest) throws RequestException {
    if (hasData == (binarySize != NONE)) {
      throw JsonBody.wrong(
          "input", hasData ? "data and binary_data_size" : "neither", "data or binary_data_size");
    }
    int expected = hasData ? 0 : binarySize;
    if (rest.remaining() != expected) {
      throw JsonBody.wrong(
          "body", rest.remaining() + " bytes behind the JSON", String.valueOf(expected));
    }
  }

  /**
   * Nested otherwise than the shape says, the numbers would be read as other photos than were
   * meant. The axis of a single photo may be left out.
   */
  private void checkNesting() throws RequestException {
    List<Integer> nested = numbers.shape();
    int leftOut = shape.size() - nested.size();
    if (nested.size() > 1
        && (leftOut < 0 || !nested.equals(shape.subList(leftOut, shape.size())))) {
      throw JsonBody.wrong(
          "data of " + name,
          "arrays of " + nested,
          "numbers in one array, or in arrays of " + JsonBody.shown(shape.toString()));
    }
  }

  private void checkCount(int photos, int numbersToo) throws RequestException {
    long count = shape.isEmpty() ? 0 : 1;
    for (int size : shape) {
      count = size == 0 ? 0 : Math.min(Integer.MAX_VALUE, count * size);
    }
    if (photos == 0 || numbersToo > 0 || count != photos) {
      throw JsonBody.wrong(
          "shape of " + name, count + " for " + photos + " photos", "both equal, one or more");
    }
  }

  /** Each photo behind its length, 4 bytes with the lowest first. */
  private static List<Photo> files(ByteBuffer rest) throws RequestException {
    rest.order(ByteOrder.LITTLE_ENDIAN);
    List<Photo> photos = new ArrayList<>();
    while (rest.hasRemaining()) {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw JsonBody.wrong(
            "length of photo " + photos.size(), String.valueOf(length), "0 to " + rest.remaining());
      }
      byte[] photo = new byte[length];
      rest.get(photo);
      photos.add(new Photo.Encoded(photo));
    }
    return photos;
  }

  private static float[] floats(ByteBuffer rest) throws RequestException {
    if (rest.remaining() % Float.BYTES != 0) {
      throw JsonBody.wrong("binary data", rest.remaining() + " bytes", "4 a number");
    }
    float[] values = new float[rest.remaining() / Float.BYTES];
    rest.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
