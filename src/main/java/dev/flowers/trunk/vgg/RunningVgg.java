package dev.flowers.trunk.vgg;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import dev.flowers.storage.DirectoryUse;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.TensorFlow;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A running {@link VggTrunk}, on the TensorFlow engine, its weights mapped from the trunk's files:
 * photos [batch, size, size, 3], RGB in [0,1] → embedding [batch, width], each number ≥ 0.
 */
final class RunningVgg implements RunningTrunk {
  private final VggTrunk trunk;
  private final GraphModel model;
  private final DirectoryUse use;

  private RunningVgg(VggTrunk trunk, GraphModel model) {
    this.trunk = trunk;
    this.model = model;
    this.use = DirectoryUse.of(trunk.directory());
  }

  /**
   * Opens a trunk.
   *
   * @param device on a CPU the weights are mapped; on a GPU they are copied there; none for the
   *     engine's default device
   */
  static RunningVgg open(VggTrunk trunk, String name, @Nullable Device device) {
    Device present = TensorFlow.device(device);
    return new RunningVgg(
        trunk,
        GraphModel.open(
            name,
            "the trunk of " + trunk.directory(),
            trunk.directory(),
            present,
            RunningGraph.trunk(new GraphBuilder(present, trunk.precision()), trunk)));
  }

  @Override
  public VggTrunk trunk() {
    return trunk;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public float[] embed(ByteBuffer photos, int count) {
    Shape shape = new Shape(count, trunk.input().size(), trunk.input().size(), 3);
    return Objects.requireNonNull(
        model.run(RunningGraph.SERVING_DEFAULT, photos, shape).get(VggNetwork.EMBEDDING));
  }

  @Override
  public void close() {
    model.close();
    use.close();
  }
}
