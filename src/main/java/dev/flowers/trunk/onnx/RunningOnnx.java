package dev.flowers.trunk.onnx;

import ai.djl.Model;
import dev.flowers.storage.DirectoryUse;
import dev.flowers.trunk.RunningTrunk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A running {@link OnnxTrunk}, on DJL's OnnxRuntime engine. */
final class RunningOnnx implements RunningTrunk {
  private final OnnxTrunk trunk;
  private final OnnxNetwork network;
  private final PhotoModel model;
  private final DirectoryUse use;

  private RunningOnnx(OnnxTrunk trunk, OnnxNetwork network, PhotoModel model) {
    this.trunk = trunk;
    this.network = network;
    this.model = model;
    this.use = DirectoryUse.of(trunk.directory());
  }

  static RunningOnnx open(OnnxTrunk trunk, String name) throws IOException {
    OnnxNetwork network = OnnxNetwork.open(trunk.files());
    PhotoModel model =
        new PhotoModel(name, trunk.directory(), network, (embeddings, count) -> embeddings);
    return new RunningOnnx(trunk, network, model);
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
  public float[] embed(ByteBuffer photos, int count) {
    return network.embed(photos, count);
  }

  @Override
  public void close() {
    model.close();
    use.close();
  }
}
