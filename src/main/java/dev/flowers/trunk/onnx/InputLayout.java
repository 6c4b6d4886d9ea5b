package dev.flowers.trunk.onnx;

import dev.flowers.trunk.onnx.OnnxValue.Dimension;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a network's input has its channels. */
enum InputLayout {
  /** [n, 3, height, width]. */
  PHOTOS_CHANNELS_ROWS_COLUMNS,
  /** [n, height, width, 3]. */
  PHOTOS_ROWS_COLUMNS_CHANNELS;

  private static final int CHANNELS = Preprocessing.CHANNELS;
  private static final int RANK = 4;

  /**
   * A network's input.
   *
   * @param name of it
   * @param layout where its channels are
   * @param size of the square photos; empty if any will do
   * @param batch how many photos there must be; empty if any number will do
   */
  record PhotoTensor(
      String name, InputLayout layout, Optional<Integer> size, Optional<Integer> batch) {
    long[] shape(int photos, int side) {
      return layout == PHOTOS_CHANNELS_ROWS_COLUMNS
          ? new long[] {photos, CHANNELS, side, side}
          : new long[] {photos, side, side, CHANNELS};
    }
  }

  /**
   * Finds the input.
   *
   * @throws MalformedOnnxException unless there is one, of square RGB photos in float32
   */
  static PhotoTensor of(OnnxGraph graph) throws MalformedOnnxException {
    if (graph.inputs().size() != 1) {
      String found =
          graph.inputs().stream()
              .map(input -> TensorReader.printable(input.toString()))
              .limit(20)
              .collect(Collectors.joining("; "));
      throw new MalformedOnnxException(
          graph.file(),
          "found " + graph.inputs().size() + " inputs (" + found + "), expected one of photos");
    }
    OnnxValue input = graph.inputs().get(0);
    List<Dimension> shape = input.shape().orElse(List.of());
    boolean floats = input.type().isPresent() && input.type().get() == ElementType.FLOAT;
    if (!floats || shape.size() != RANK) {
      throw wrong(graph, input, "");
    }
    InputLayout layout = layout(graph, input, shape);
    int rows = layout == PHOTOS_CHANNELS_ROWS_COLUMNS ? 2 : 1;
    Optional<Integer> height = shape.get(rows).size();
    Optional<Integer> width = shape.get(rows + 1).size();
    if (height.isPresent() && width.isPresent() && !height.equals(width)) {
      throw wrong(graph, input, ", height and width being equal");
    }
    return new PhotoTensor(
        input.name(), layout, height.isPresent() ? height : width, shape.get(0).size());
  }

  private static InputLayout layout(OnnxGraph graph, OnnxValue input, List<Dimension> shape)
      throws MalformedOnnxException {
    if (shape.get(1).is(CHANNELS)) {
      return PHOTOS_CHANNELS_ROWS_COLUMNS;
    }
    if (shape.get(RANK - 1).is(CHANNELS)) {
      return PHOTOS_ROWS_COLUMNS_CHANNELS;
    }
    if (shape.get(1).size().isEmpty()) {
      // Exporters of transformers leave all four open, the channels too.
      return PHOTOS_CHANNELS_ROWS_COLUMNS;
    }
    throw wrong(graph, input, "");
  }

  private static MalformedOnnxException wrong(OnnxGraph graph, OnnxValue input, String besides) {
    return new MalformedOnnxException(
        graph.file(),
        "input "
            + TensorReader.printable(input.toString())
            + ": expected float32 [n, 3, height, width] or [n, height, width, 3]"
            + besides);
  }

  /**
   * Puts photos as this layout wants them, normalized.
   *
   * @param photos [count, size, size, 3], RGB in [0,1], from the position on, which stays
   * @param to as many numbers, from the position on, which stays
   */
  void convert(
      FloatBuffer photos, int count, int size, Preprocessing preprocessing, FloatBuffer to) {
    int pixels = size * size;
    float[] photo = new float[pixels * CHANNELS];
    float[] converted = new float[photo.length];
    for (int n = 0; n < count; n++) {
      photos.get(photos.position() + n * photo.length, photo);
      for (int channel = 0; channel < CHANNELS; channel++) {
        boolean planes = this == PHOTOS_CHANNELS_ROWS_COLUMNS;
        normalize(
            photo,
            preprocessing.order().source(channel),
            preprocessing.factor(channel),
            preprocessing.offset(channel),
            converted,
            planes ? channel * pixels : channel,
            planes ? 1 : CHANNELS);
      }
      to.put(to.position() + n * photo.length, converted);
    }
  }

  private static void normalize(
      float[] photo, int source, float factor, float offset, float[] to, int at, int step) {
    for (int from = source, i = at; from < photo.length; from += CHANNELS, i += step) {
      to[i] = photo[from] * factor + offset;
    }
  }
}
