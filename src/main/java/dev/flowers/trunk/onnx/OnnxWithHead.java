package dev.flowers.trunk.onnx;

import ai.djl.Model;
import dev.flowers.storage.DirectoryUse;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.TrunkWithHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * An {@link OnnxTrunk} on DJL's OnnxRuntime engine, and a head behind it, which is a thousandth of
 * the work and done here.
 */
final class OnnxWithHead implements TrunkWithHead {
  private final OnnxTrunk trunk;
  private final OnnxNetwork network;
  private final List<DenseLayer> head;
  private final PhotoModel model;
  private final DirectoryUse use;

  private OnnxWithHead(Naming naming, OnnxTrunk trunk, OnnxNetwork network, List<DenseLayer> head) {
    this.trunk = trunk;
    this.network = network;
    this.head = head;
    this.use = DirectoryUse.of(trunk.directory());
    this.model =
        new PhotoModel(
            naming.name(),
            naming.artifacts(),
            network,
            (embeddings, count) ->
                inOneRow(probabilities(PhotoTranslator.rows(embeddings, count))));
  }

  /**
   * Opens both.
   *
   * @throws IllegalArgumentException if a layer does not fit the one before it
   */
  static OnnxWithHead open(Naming naming, OnnxTrunk trunk, List<DenseLayer> head)
      throws IOException {
    DenseLayer.requireFit(trunk.width(), head);
    return new OnnxWithHead(naming, trunk, OnnxNetwork.open(trunk.files()), List.copyOf(head));
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
  public float[][] probabilities(ByteBuffer photos, int count) {
    return probabilities(PhotoTranslator.rows(network.embed(photos, count), count));
  }

  @Override
  public List<Output> run(ByteBuffer photos, int count) {
    float[][] embeddings = PhotoTranslator.rows(network.embed(photos, count), count);
    return Output.list(embeddings, probabilities(embeddings));
  }

  private float[][] probabilities(float[][] embeddings) {
    return DenseLayer.probabilities(head, embeddings);
  }

  private static float[] inOneRow(float[][] rows) {
    FloatBuffer all = FloatBuffer.allocate(rows.length * rows[0].length);
    for (float[] row : rows) {
      all.put(row);
    }
    return all.array();
  }

  @Override
  public void close() {
    model.close();
    use.close();
  }
}
