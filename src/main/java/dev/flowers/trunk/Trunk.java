package dev.flowers.trunk;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The running trunk, on the TensorFlow engine, its weights mapped from the files of a {@link
 * ConvertedTrunk}.
 *
 * <p>Owns native memory: close it. {@link #embed} may be called by several threads at once, though
 * one call already keeps all cores busy.
 */
public final class Trunk implements AutoCloseable {
  private final ConvertedTrunk files;
  private final GraphModel model;

  private Trunk(ConvertedTrunk files, GraphModel model) {
    this.files = files;
    this.model = model;
  }

  /** Opens a trunk on the engine's default device. */
  public static Trunk open(ConvertedTrunk files) {
    return open(files, files.topology().id(), null);
  }

  /**
   * Opens a trunk.
   *
   * @param name the {@linkplain #model model's} name
   * @param device on a CPU the weights are mapped; on a GPU they are copied there; none for the
   *     engine's default device
   * @throws IllegalArgumentException if the engine has no such device
   */
  public static Trunk open(ConvertedTrunk files, String name, @Nullable Device device) {
    Device present = TensorFlow.device(device);
    return new Trunk(
        files,
        GraphModel.open(
            name,
            "the trunk of " + files.directory(),
            files.directory(),
            present,
            RunningGraph.trunk(new GraphBuilder(present, files.precision()), files)));
  }

  /** What goes in. */
  public PhotoInput input() {
    return files.input();
  }

  /** How many numbers an embedding has: 4096 at relu6, 512 at pool5. */
  public int width() {
    return files.width();
  }

  /** In which format it multiplies. */
  public Precision precision() {
    return files.precision();
  }

  /**
   * Says which weights and precision these are: equal for equal values, whatever file they came in.
   */
  public String identity() {
    return files.identity();
  }

  /**
   * The trunk as a plain DJL model: photos [batch, 224, 224, 3], RGB in [0,1] → embedding [batch,
   * width]. Closing it closes the trunk.
   */
  public Model model() {
    return model;
  }

  /** Images to embeddings, each of {@link #width} numbers ≥ 0, for a predictor of the model. */
  public Translator<Image, float[]> translator() {
    return new PhotoTranslator<>(input(), row -> row);
  }

  /**
   * Embeds a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos, as {@link PhotoInput} has
   *     them, from its position on; position and limit stay as they are
   * @param count how many photos
   * @return {@code count} rows of {@link #width} numbers, one after the other
   * @throws IllegalStateException if the trunk is closed
   */
  public float[] embed(ByteBuffer photos, int count) {
    Shape shape = new Shape(count, input().size(), input().size(), 3);
    return Objects.requireNonNull(
        model.run(RunningGraph.SERVING_DEFAULT, photos, shape).get(VggNetwork.EMBEDDING));
  }

  /** Frees the graph and its session, once the calls under way have returned; the files stay. */
  @Override
  public void close() {
    model.close();
  }
}
