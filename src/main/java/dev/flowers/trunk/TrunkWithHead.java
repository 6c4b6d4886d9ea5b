package dev.flowers.trunk;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trunk and a head behind it, running as one graph: photos to probabilities, and to embeddings
 * where they are asked for. Whichever way a photo goes, its probabilities come from the same nodes.
 *
 * <p>Owns native memory: close it. Any number of threads may use it, though one call already keeps
 * all cores busy.
 */
public final class TrunkWithHead implements AutoCloseable {
  private final PhotoInput input;
  private final Precision precision;
  private final GraphModel model;

  private TrunkWithHead(PhotoInput input, Precision precision, GraphModel model) {
    this.input = input;
    this.precision = precision;
    this.model = model;
  }

  /**
   * How a network is called.
   *
   * @param name the {@linkplain TrunkWithHead#model model's} name
   * @param described what it is called in messages
   * @param artifacts the directory where the model's artifacts, its synset among them, are
   */
  public record Naming(String name, String described, Path artifacts) {}

  /**
   * Opens trunk and head.
   *
   * @param head the dense layers behind the trunk, in order, at least one: a ReLU is between two of
   *     them, a softmax behind the last
   * @param device none for the engine's default device
   * @throws IllegalArgumentException if a layer does not fit the one before it, or the engine has
   *     no such device
   */
  public static TrunkWithHead open(
      Naming naming, ConvertedTrunk trunk, List<DenseLayer> head, @Nullable Device device) {
    Device present = TensorFlow.device(device);
    return new TrunkWithHead(
        trunk.input(),
        trunk.precision(),
        GraphModel.open(
            naming.name(),
            naming.described(),
            naming.artifacts(),
            present,
            RunningGraph.classifier(new GraphBuilder(present, trunk.precision()), trunk, head)));
  }

  /** What goes in. */
  public PhotoInput input() {
    return input;
  }

  /** How many photos a run are the fastest. */
  public int batch() {
    return precision.batch();
  }

  /**
   * The same as a plain DJL model: photos [batch, 224, 224, 3], RGB in [0,1] → probabilities
   * [batch, classes]. Closing either closes both.
   */
  public Model model() {
    return model;
  }

  /**
   * Classifies a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos, as {@link PhotoInput} has
   *     them, from its position on; position and limit stay as they are
   * @param count how many photos, at least 1
   * @return [count, classes], each in [0,1]
   * @throws IllegalStateException if it is closed
   */
  public float[][] probabilities(ByteBuffer photos, int count) {
    return rows(run(RunningGraph.SERVING_DEFAULT, photos, count), VggNetwork.PROBABILITIES, count);
  }

  /**
   * What became of a photo.
   *
   * @param embedding the trunk's output, [width]
   * @param probabilities the head's, [classes], each in [0,1]
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, and compared by nobody
  public record Output(float[] embedding, float[] probabilities) {}

  /**
   * Classifies a batch and gives the embeddings, too. The probabilities are those of {@link
   * #probabilities}.
   *
   * @param photos as there
   * @param count how many photos, at least 1
   * @return an output for each photo
   * @throws IllegalStateException if it is closed
   */
  public List<Output> run(ByteBuffer photos, int count) {
    Map<String, float[]> numbers = run(RunningGraph.WITH_EMBEDDING, photos, count);
    float[][] embeddings = rows(numbers, VggNetwork.EMBEDDING, count);
    float[][] probabilities = rows(numbers, VggNetwork.PROBABILITIES, count);
    List<Output> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(new Output(embeddings[i], probabilities[i]));
    }
    return outputs;
  }

  private Map<String, float[]> run(String signature, ByteBuffer photos, int count) {
    return model.run(signature, photos, new Shape(count, input.size(), input.size(), 3));
  }

  private static float[][] rows(Map<String, float[]> numbers, String output, int count) {
    float[] values = Objects.requireNonNull(numbers.get(output), output);
    int width = values.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }
    return rows;
  }

  /** Frees the graph and its session, once the calls under way have returned; the files stay. */
  @Override
  public void close() {
    model.close();
  }
}
