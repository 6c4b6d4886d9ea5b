package dev.flowers.serving;

import dev.flowers.trunk.ServingSignature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An input that a model takes, as the signature of the exported model has it. */
enum InputTensor {
  /** Image files. */
  IMAGES(ServingSignature.ENCODED, "BYTES", "DT_STRING"),
  /** Whole photos of one size, which are cropped and scaled. */
  PIXELS(ServingSignature.PIXELS, "UINT8", "DT_UINT8"),
  /** Squares in [0,1]. */
  PHOTOS(ServingSignature.SERVING_DEFAULT, "FP32", "DT_FLOAT"),
  /** Squares in [0,255]. */
  RGB(ServingSignature.RGB, "FP32", "DT_FLOAT");

  private static final int CHANNELS = 3;
  private static final int LEVELS = 255;

  /** What a client's float arithmetic may add to the ends of the range. */
  private static final float ROUNDING = 1e-4f;

  private final ServingSignature signature;
  private final String datatype;
  private final String dtype;

  InputTensor(ServingSignature signature, String datatype, String dtype) {
    this.signature = signature;
    this.datatype = datatype;
    this.dtype = dtype;
  }

  /** The name of the input. */
  String input() {
    return signature.input();
  }

  /** The name of the signature in TensorFlow Serving. */
  String signature() {
    return signature.key();
  }

  /** The Open Inference Protocol's data type. */
  String datatype() {
    return datatype;
  }

  /** TensorFlow's data type. */
  String dtype() {
    return dtype;
  }

  /**
   * The shape, with -1 where any size will do.
   *
   * @param side of the square that the network takes
   */
  List<Integer> shape(int side) {
    return switch (this) {
      case IMAGES -> List.of(-1);
      case PIXELS -> List.of(-1, -1, -1, CHANNELS);
      case PHOTOS, RGB -> List.of(-1, side, side, CHANNELS);
    };
  }

  /** The input of a name. */
  static InputTensor named(String name) throws RequestException {
    for (InputTensor tensor : values()) {
      if (tensor.input().equals(name)) {
        return tensor;
      }
    }
    throw JsonBody.wrong(
        "input",
        JsonBody.shown(name),
        "one of " + Arrays.stream(values()).map(InputTensor::input).toList());
  }

  /** The input of a signature. */
  static InputTensor ofSignature(String name) throws RequestException {
    for (InputTensor tensor : values()) {
      if (tensor.signature().equals(name)) {
        return tensor;
      }
    }
    throw JsonBody.wrong(
        "signature_name",
        JsonBody.shown(name),
        "one of " + Arrays.stream(values()).map(InputTensor::signature).toList());
  }

  /**
   * The photos of a tensor of numbers.
   *
   * @param numbers with the photos along the first axis
   * @param side of the square that the network takes
   */
  List<Photo> photos(NumberTensor numbers, int side) throws RequestException {
    checkShape(numbers.shape(), side);
    int length = length(numbers.shape());
    if ((long) numbers.shape().get(0) * length != numbers.values().length) {
      throw JsonBody.wrong(
          input(), numbers.values().length + " numbers", "as many as the shape says");
    }
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < numbers.shape().get(0); i++) {
      float[] values = Arrays.copyOfRange(numbers.values(), i * length, (i + 1) * length);
      photos.add(
          this == PIXELS
              ? new Photo.Pixels(numbers.shape().get(2), numbers.shape().get(1), levels(values))
              : new Photo.Square(unit(values)));
    }
    return photos;
  }

  /**
   * The photos of a tensor of bytes.
   *
   * @param shape with the photos along the first axis
   */
  static List<Photo> pixels(List<Integer> shape, byte[] bytes) throws RequestException {
    PIXELS.checkShape(shape, 0);
    int length = length(shape);
    if ((long) shape.get(0) * length != bytes.length) {
      throw JsonBody.wrong(PIXELS.input(), bytes.length + " bytes", "as many as the shape says");
    }
    List<Photo> photos = new ArrayList<>();
    for (int i = 0; i < shape.get(0); i++) {
      byte[] rgb = Arrays.copyOfRange(bytes, i * length, (i + 1) * length);
      photos.add(new Photo.Pixels(shape.get(2), shape.get(1), rgb));
    }
    return photos;
  }

  private void checkShape(List<Integer> found, int side) throws RequestException {
    List<Integer> expected = shape(side);
    boolean fits = found.size() == expected.size();
    for (int i = 0; fits && i < expected.size(); i++) {
      fits = found.get(i) > 0 && (expected.get(i) < 0 || expected.get(i).equals(found.get(i)));
    }
    if (!fits) {
      throw JsonBody.wrong(
          "shape of " + input(), JsonBody.shown(found.toString()), expected + ", -1 is 1 or more");
    }
  }

  private static int length(List<Integer> shape) throws RequestException {
    try {
      return Math.multiplyExact(Math.multiplyExact(shape.get(1), shape.get(2)), CHANNELS);
    } catch (ArithmeticException e) {
      throw JsonBody.wrong("shape", JsonBody.shown(shape.toString()), "fewer pixels");
    }
  }

  private byte[] levels(float[] values) throws RequestException {
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      int level = (int) values[i];
      if (level != values[i] || level < 0 || level > LEVELS) {
        throw JsonBody.wrong(input(), String.valueOf(values[i]), "whole numbers from 0 to 255");
      }
      levels[i] = (byte) level;
    }
    return levels;
  }

  private float[] unit(float[] values) throws RequestException {
    int top = this == RGB ? LEVELS : 1;
    for (int i = 0; i < values.length; i++) {
      float value = values[i] / top;
      // Written so that no number is refused, too.
      if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
        throw JsonBody.wrong(input(), String.valueOf(values[i]), "numbers from 0 to " + top);
      }
      values[i] = Math.max(0, Math.min(1, value));
    }
    return values;
  }
}
