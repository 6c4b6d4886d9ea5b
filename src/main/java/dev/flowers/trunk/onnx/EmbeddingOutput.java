package dev.flowers.trunk.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The output of a network that is the embedding, and how its numbers become one row for each photo:
 * [n, width] as it is; [n, width, height, width] as the mean over its places; [n, tokens, width] as
 * one of its tokens, or their mean.
 *
 * @param name of the output
 * @param tokens what becomes of tokens
 */
record EmbeddingOutput(String name, Optional<TokenPooling> tokens) {
  private static final int ROWS = 2;
  private static final int TOKENS = 3;
  private static final int PLACES = 4;

  /**
   * Finds the output.
   *
   * @throws MalformedOnnxException if there are several and none is named, none has the name, or it
   *     cannot be an embedding
   */
  static EmbeddingOutput of(OnnxGraph graph, OutputChoice choice, InputLayout layout)
      throws MalformedOnnxException {
    OnnxValue output = find(graph, choice);
    if (output.type().isEmpty() || output.type().get() != ElementType.FLOAT) {
      throw new MalformedOnnxException(
          graph.file(),
          "output " + TensorReader.printable(output.toString()) + ": expected float32");
    }
    EmbeddingOutput embedding = new EmbeddingOutput(output.name(), choice.tokens());
    if (output.shape().isPresent()) {
      int rank = output.shape().get().size();
      Optional<String> fault = embedding.fault(rank);
      if (fault.isPresent()) {
        throw new MalformedOnnxException(
            graph.file(),
            "output " + TensorReader.printable(output.toString()) + ": " + fault.get());
      }
      if (rank == PLACES && layout == InputLayout.PHOTOS_ROWS_COLUMNS_CHANNELS) {
        throw new MalformedOnnxException(
            graph.file(),
            "output "
                + TensorReader.printable(output.toString())
                + ": found four dimensions of a network with channels last, expected channels"
                + " first: it cannot be told which are its channels");
      }
    }
    return embedding;
  }

  private static OnnxValue find(OnnxGraph graph, OutputChoice choice)
      throws MalformedOnnxException {
    String all =
        graph.outputs().stream()
            .map(output -> TensorReader.printable(output.toString()))
            .limit(20)
            .collect(Collectors.joining("; "));
    if (choice.name().isEmpty()) {
      if (graph.outputs().size() > 1) {
        throw new MalformedOnnxException(
            graph.file(),
            "found outputs " + all + ", expected one, or --output with the name of one");
      }
      return graph.outputs().get(0);
    }
    String name = choice.name().get();
    return graph.outputs().stream()
        .filter(output -> output.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedOnnxException(
                    graph.file(), "found no output " + name + ", expected one of " + all));
  }

  /** What is wrong with an output of so many dimensions. */
  Optional<String> fault(int rank) {
    if (rank < ROWS || rank > PLACES) {
      return Optional.of(
          "found "
              + rank
              + " dimensions, expected [n, width], [n, width, height, width] or"
              + " [n, tokens, width]");
    }
    if (rank == TOKENS && tokens.isEmpty()) {
      return Optional.of("found tokens, expected --tokens first or --tokens mean to be given");
    }
    if (rank != TOKENS && tokens.isPresent()) {
      return Optional.of(
          "found no tokens, expected [n, tokens, width] for --tokens " + tokens.get());
    }
    return Optional.empty();
  }

  /** How many numbers an embedding has that is made of an output of this shape. */
  static int width(long[] shape) {
    return Math.toIntExact(shape.length == TOKENS ? shape[2] : shape[1]);
  }

  /**
   * Makes rows.
   *
   * @param numbers the output's, in C order
   * @param shape the output's
   * @param count how many photos are wanted; the rest is padding
   * @return count × width numbers
   */
  float[] rows(FloatBuffer numbers, long[] shape, int count) {
    int width = width(shape);
    float[] rows = new float[Math.multiplyExact(count, width)];
    if (shape.length == ROWS) {
      numbers.get(rows);
    } else if (shape.length == PLACES) {
      int places = Math.toIntExact(shape[2] * shape[3]);
      float[] plane = new float[places];
      for (int i = 0; i < rows.length; i++) {
        numbers.get(plane);
        double sum = 0;
        for (float number : plane) {
          sum += number;
        }
        rows[i] = (float) (sum / places);
      }
    } else {
      pool(numbers, Math.toIntExact(shape[1]), width, rows);
    }
    return rows;
  }

  private void pool(FloatBuffer numbers, int count, int width, float[] rows) {
    float[] token = new float[width];
    double[] sums = new double[width];
    boolean mean = tokens.isPresent() && tokens.get() == TokenPooling.MEAN;
    for (int row = 0; row < rows.length; row += width) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < count; i++) {
        numbers.get(token);
        for (int j = 0; j < width && (mean || i == 0); j++) {
          sums[j] += token[j];
        }
      }
      for (int j = 0; j < width; j++) {
        rows[row + j] = (float) (mean ? sums[j] / count : sums[j]);
      }
    }
  }
}
