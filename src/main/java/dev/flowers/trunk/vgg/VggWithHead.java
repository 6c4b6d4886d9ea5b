package dev.flowers.trunk.vgg;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import dev.flowers.storage.DirectoryUse;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.TensorFlow;
import dev.flowers.trunk.TrunkWithHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link VggTrunk} and a head behind it, running as one graph on the TensorFlow engine: photos
 * [batch, size, size, 3], RGB in [0,1] → probabilities [batch, classes].
 */
final class VggWithHead implements TrunkWithHead {
  private final VggTrunk trunk;
  private final GraphModel model;
  private final DirectoryUse use;

  private VggWithHead(VggTrunk trunk, GraphModel model) {
    this.trunk = trunk;
    this.model = model;
    this.use = DirectoryUse.of(trunk.directory());
  }

  static VggWithHead open(
      Naming naming, VggTrunk trunk, List<DenseLayer> head, @Nullable Device device) {
    Device present = TensorFlow.device(device);
    return new VggWithHead(
        trunk,
        GraphModel.open(
            naming.name(),
            naming.described(),
            naming.artifacts(),
            present,
            RunningGraph.classifier(new GraphBuilder(present, trunk.precision()), trunk, head)));
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
  public float[][] probabilities(ByteBuffer photos, int count) {
    return rows(run(RunningGraph.SERVING_DEFAULT, photos, count), VggNetwork.PROBABILITIES, count);
  }

  @Override
  public List<Output> run(ByteBuffer photos, int count) {
    Map<String, float[]> numbers = run(RunningGraph.WITH_EMBEDDING, photos, count);
    return Output.list(
        rows(numbers, VggNetwork.EMBEDDING, count), rows(numbers, VggNetwork.PROBABILITIES, count));
  }

  private Map<String, float[]> run(String signature, ByteBuffer photos, int count) {
    int size = trunk.input().size();
    return model.run(signature, photos, new Shape(count, size, size, 3));
  }

  private static float[][] rows(Map<String, float[]> numbers, String output, int count) {
    return PhotoTranslator.rows(Objects.requireNonNull(numbers.get(output), output), count);
  }

  @Override
  public void close() {
    model.close();
    use.close();
  }
}
