package dev.flowers.trunk.onnx;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.TrunkWithHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * An {@link OnnxTrunk} on DJL's OnnxRuntime engine, and a head behind it, which is a thousandth of
 * the work and done here.
 */
final class OnnxWithHead implements TrunkWithHead {
  private final OnnxTrunk trunk;
  private final OnnxNetwork network;
  private final List<DenseLayer> head;
  private final PhotoModel model;

  private OnnxWithHead(Naming naming, OnnxTrunk trunk, OnnxNetwork network, List<DenseLayer> head) {
    this.trunk = trunk;
    this.network = network;
    this.head = head;
    this.model =
        new PhotoModel(
            naming.name(),
            naming.artifacts(),
            network,
            new PhotoModel.Rows() {
              @Override
              public float[] of(float[] embeddings, int count) {
                float[][] probabilities = probabilities(rows(embeddings, count));
                float[] all = new float[count * width()];
                for (int i = 0; i < count; i++) {
                  System.arraycopy(probabilities[i], 0, all, i * width(), width());
                }
                return all;
              }

              @Override
              public int width() {
                return head.get(head.size() - 1).outputs();
              }
            });
  }

  /**
   * Opens both.
   *
   * @throws IllegalArgumentException if a layer does not fit the one before it
   */
  static OnnxWithHead open(Naming naming, OnnxTrunk trunk, List<DenseLayer> head)
      throws IOException {
    requireFit(trunk.width(), head);
    return new OnnxWithHead(naming, trunk, OnnxNetwork.open(trunk.files()), List.copyOf(head));
  }

  static void requireFit(int embedding, List<DenseLayer> head) {
    int width = embedding;
    for (int i = 0; i < head.size(); i++) {
      if (head.get(i).inputs() != width) {
        throw new IllegalArgumentException(
            "head" + (i + 1) + ": found " + head.get(i).inputs() + " inputs, expected " + width);
      }
      width = head.get(i).outputs();
    }
  }

  @Override
  public OnnxTrunk trunk() {
    return trunk;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public <O> Translator<Image, O> translator(Function<float[], O> output) {
    return new PhotoTranslator<>(trunk.input(), output);
  }

  @Override
  public float[][] probabilities(ByteBuffer photos, int count) {
    return probabilities(rows(network.embed(photos, count), count));
  }

  @Override
  public List<Output> run(ByteBuffer photos, int count) {
    float[][] embeddings = rows(network.embed(photos, count), count);
    float[][] probabilities = probabilities(embeddings);
    List<Output> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(new Output(embeddings[i], probabilities[i]));
    }
    return outputs;
  }

  private float[][] probabilities(float[][] embeddings) {
    float[][] rows = embeddings;
    for (int i = 0; i < head.size(); i++) {
      rows = head.get(i).apply(rows);
      for (float[] row : rows) {
        if (i + 1 < head.size()) {
          rectify(row);
        } else {
          softmax(row);
        }
      }
    }
    return rows;
  }

  private static void rectify(float[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.max(0, row[i]);
    }
  }

  private static void softmax(float[] row) {
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : row) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    double[] powers = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      powers[i] = Math.exp(row[i] - most);
      sum += powers[i];
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (powers[i] / sum);
    }
  }

  private static float[][] rows(float[] values, int count) {
    int width = values.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return rows;
  }

  @Override
  public void close() {
    model.close();
  }
}
