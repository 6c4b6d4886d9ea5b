package dev.flowers.trunk;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Translator;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The running trunk: VGG16 frozen at relu6, on the TensorFlow engine, its weights mapped from the
 * files of a {@link ConvertedTrunk}.
 *
 * <p>Owns native memory: close it. {@link #embed} may be called by several threads at once, though
 * one call already keeps all cores busy; a {@link Predictor} belongs to one thread.
 */
public final class Trunk implements AutoCloseable {
  /** Side of the square photos that go in, in pixels. */
  public static final int PHOTO_SIZE = VggGraph.PHOTO_SIZE;

  /** Numbers a photo: 224 × 224 × 3. */
  public static final int PHOTO_FLOATS = PHOTO_SIZE * PHOTO_SIZE * 3;

  private final ConvertedTrunk files;
  private final Model model;
  private volatile boolean closed;

  private Trunk(ConvertedTrunk files, Model model) {
    this.files = files;
    this.model = model;
  }

  /** Opens a trunk on the engine's default device. */
  public static Trunk open(ConvertedTrunk files) {
    return open(files, TensorFlow.engine().defaultDevice());
  }

  /**
   * Opens a trunk.
   *
   * @param device on a CPU the weights are mapped; on a GPU they are copied there
   */
  public static Trunk open(ConvertedTrunk files, Device device) {
    return new Trunk(files, openModel(files, device));
  }

  /**
   * Opens a trunk as a plain DJL model on the engine's default device: photos [batch, 224, 224, 3],
   * RGB in [0,1] → relu6 [batch, width]. {@link #translator} makes it take images.
   *
   * @return the model, to be closed by the caller
   */
  public static Model openModel(ConvertedTrunk files) {
    return openModel(files, TensorFlow.engine().defaultDevice());
  }

  private static Model openModel(ConvertedTrunk files, Device device) {
    return GraphModel.open(
        "vgg16-relu6", files.directory(), device, VggGraph.trunk(files, !device.isGpu()));
  }

  /** Images to embeddings. */
  public static Translator<Image, float[]> translator() {
    return new EmbeddingTranslator();
  }

  /**
   * Opens trunk and head as one model: photos [batch, 224, 224, 3], RGB in [0,1] → probabilities
   * [batch, classes].
   *
   * @param name the model's name
   * @param artifacts the directory where the model's artifacts, its synset among them, are
   * @param head the dense layers behind relu6, in order; a softmax follows the last
   * @return a model on the engine's default device, to be closed by the caller
   * @throws IllegalArgumentException if a layer does not fit the one before it
   */
  public static Model openClassifier(
      String name, java.nio.file.Path artifacts, ConvertedTrunk trunk, List<DenseLayer> head) {
    Device device = TensorFlow.engine().defaultDevice();
    return GraphModel.open(
        name, artifacts, device, VggGraph.classifier(trunk, head, !device.isGpu()));
  }

  /**
   * The mean colour of the photos that VGG16 was first trained on: red, green and blue in [0,1].
   * The graph subtracts it, so that to the first layer a pixel of this colour is three zeros.
   */
  public static float[] meanRgb() {
    float[] bgr = VggGraph.MEAN_BGR;
    return new float[] {bgr[2] / 255, bgr[1] / 255, bgr[0] / 255};
  }

  /** How many numbers an embedding has: 4096 with the public weights. */
  public int width() {
    return files.width();
  }

  /** Says which weights these are: equal for equal values, whatever file they came in. */
  public String fingerprint() {
    return files.fingerprint();
  }

  /**
   * Embeds a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos of [224, 224, 3], RGB in
   *     [0,1], from its position on; position and limit stay as they are
   * @param count how many photos
   * @return {@code count} rows of {@link #width} numbers, one after the other
   * @throws IllegalStateException if the trunk is closed
   */
  public float[] embed(ByteBuffer photos, int count) {
    checkOpen();
    ByteBuffer batch =
        photos
            .slice(photos.position(), Math.multiplyExact(count, PHOTO_FLOATS * Float.BYTES))
            .order(photos.order());
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray input =
          manager.create(batch, new Shape(count, PHOTO_SIZE, PHOTO_SIZE, 3), DataType.FLOAT32);
      return model
          .getBlock()
          .forward(new ParameterStore(manager, false), new NDList(input), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  /**
   * A DJL predictor of embeddings.
   *
   * @return a predictor for one thread, to be closed by the caller before the trunk is
   * @throws IllegalStateException if the trunk is closed
   */
  public Predictor<Image, float[]> newPredictor() {
    checkOpen();
    return model.newPredictor(translator());
  }

  /** Frees the graph and its session; the files stay. */
  @Override
  public void close() {
    closed = true;
    model.close();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the trunk of " + files.directory() + " is closed");
    }
  }
}
