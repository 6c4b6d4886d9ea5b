package dev.flowers.trunk.onnx;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.flowers.storage.OptionalDependency;
import dev.flowers.trunk.DjlEngines;
import dev.flowers.trunk.onnx.InputLayout.PhotoTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A running ONNX network, on DJL's OnnxRuntime engine: photos to embeddings.
 *
 * <p>Owns native memory: close it. {@link #embed} may be called by several threads at once, though
 * one call already keeps all cores busy. Closing waits for the calls under way; a later one throws
 * an {@link IllegalStateException}.
 */
public final class OnnxNetwork implements AutoCloseable {
  /** DJL's name of the engine. */
  static final String ENGINE = "OnnxRuntime";

  private static final String NO_OTHER_ENGINE = "ai.djl.onnx.disable_alternative";

  private final OnnxTrunkFiles files;
  private final Model model;
  private final int width;
  private final int rank;

  /** Runs share it; closing has it alone. The native session must not be closed while it runs. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private OnnxNetwork(OnnxTrunkFiles files, Model model, int width, int rank) {
    this.files = files;
    this.model = model;
    this.width = width;
    this.rank = rank;
  }

  /**
   * Opens a network, and runs it once on a black photo.
   *
   * @throws MalformedOnnxException if the runtime refuses it, or gives anything but an embedding
   * @throws dev.flowers.storage.MissingDependencyException if the engine is not on the class path
   * @throws IOException if a file cannot be read
   */
  public static OnnxNetwork open(OnnxTrunkFiles files) throws IOException {
    OptionalDependency.ONNX_RUNTIME.require("ONNX");
    Model model = load(files.model());
    boolean opened = false;
    try {
      int size = files.preprocessing().crop().size();
      ByteBuffer photo = direct(size * size * Preprocessing.CHANNELS);
      Output output = new OnnxNetwork(files, model, 0, 0).probe(photo);
      OnnxNetwork network = new OnnxNetwork(files, model, output.width(), output.rank());
      opened = true;
      return network;
    } finally {
      if (!opened) {
        model.close();
      }
    }
  }

  private static Model load(Path file) throws IOException {
    // Else DJL starts PyTorch, if it is there, for what an NDArray of this engine cannot do.
    if (System.getProperty(NO_OTHER_ENGINE) == null) {
      System.setProperty(NO_OTHER_ENGINE, "true");
    }
    DjlEngines.get(ENGINE);
    Model model = Model.newInstance("onnx", Device.cpu(), ENGINE);
    boolean loaded = false;
    try (SessionOptions options = new SessionOptions()) {
      // The engine's default is a thread for each physical core, as the machine tells it.
      options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
      // An arena keeps what the largest run took for the model's life, and is no faster: of
      // EfficientNet-Lite0, 560 MB stayed resident after 32 photos a run, without it 250 MB.
      options.setCPUArenaAllocator(false);
      model.load(file, null, Map.of("sessionOptions", options));
      loaded = true;
      return model;
    } catch (MalformedModelException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MalformedOnnxException(
          file,
          "found a model that ONNX Runtime refuses ("
              + TensorReader.printable(String.valueOf(cause.getMessage()))
              + "), expected one that it runs",
          e);
    } catch (OrtException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    } finally {
      if (!loaded) {
        model.close();
      }
    }
  }

  /** What the network is made of. */
  public OnnxTrunkFiles files() {
    return files;
  }

  /** How many numbers an embedding has. */
  public int width() {
    return width;
  }

  /** How many dimensions the network's output has. */
  int rank() {
    return rank;
  }

  /** What is done to photos. */
  public Preprocessing preprocessing() {
    return files.preprocessing();
  }

  /**
   * Embeds a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos [size, size, 3], RGB in
   *     [0,1], rows from the top, resized and cropped already, from its position on; position and
   *     limit stay as they are
   * @param count how many photos, at least 1
   * @return {@code count} rows of {@link #width} numbers, one after the other
   * @throws IllegalStateException if the network is closed, or a run fails
   */
  public float[] embed(ByteBuffer photos, int count) {
    int size = preprocessing().crop().size();
    int floats = size * size * Preprocessing.CHANNELS;
    FloatBuffer all = photos.slice().order(photos.order()).asFloatBuffer();
    if (count < 1 || all.remaining() < (long) count * floats) {
      throw new IllegalArgumentException(
          "photos: found "
              + all.remaining()
              + " floats for "
              + count
              + " photos, expected "
              + (long) count * floats);
    }
    float[] rows = new float[Math.multiplyExact(count, width)];
    int step = files.input().batch().orElse(count);
    for (int done = 0; done < count; done += step) {
      int now = Math.min(step, count - done);
      float[] some = run(all.slice(done * floats, now * floats), now).rows();
      System.arraycopy(some, 0, rows, done * width, some.length);
    }
    return rows;
  }

  private Output probe(ByteBuffer photo) throws MalformedOnnxException {
    Output output;
    try {
      output = run(photo.asFloatBuffer(), 1);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new MalformedOnnxException(
          files.model(),
          "found a network that does not run ("
              + TensorReader.printable(String.valueOf(e.getMessage()))
              + "), expected one that takes photos",
          e);
    }
    if (output.width() < 1) {
      throw new MalformedOnnxException(
          files.model(), "found an output without numbers, expected an embedding");
    }
    for (float number : output.rows()) {
      if (!Float.isFinite(number)) {
        throw new MalformedOnnxException(
            files.model(), "found " + number + " in a black photo's embedding, expected numbers");
      }
    }
    return output;
  }

  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Output(float[] rows, int width, int rank) {}

  private Output run(FloatBuffer photos, int count) {
    PhotoTensor input = files.input();
    int size = preprocessing().crop().size();
    int batch = input.batch().orElse(count);
    ByteBuffer converted = direct(Math.multiplyExact(batch, size * size * Preprocessing.CHANNELS));
    input.layout().convert(photos, count, size, preprocessing(), converted.asFloatBuffer());
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the network of " + files.model() + " is closed");
      }
      try (NDManager scope = model.getNDManager().newSubManager()) {
        NDArray array =
            scope.create(converted, new Shape(input.shape(batch, size)), DataType.FLOAT32);
        array.setName(input.name());
        Block block = model.getBlock();
        NDList outputs = block.forward(new ParameterStore(scope, false), new NDList(array), false);
        return output(outputs, batch, count);
      }
    } catch (EngineException e) {
      throw new IllegalStateException(
          "the network of " + files.model() + " failed: " + e.getMessage(), e);
    } finally {
      use.readLock().unlock();
    }
  }

  private Output output(NDList outputs, int batch, int count) {
    EmbeddingOutput embedding = files.embeddingOutput();
    for (NDArray output : outputs) {
      if (embedding.name().equals(output.getName())) {
        long[] shape = output.getShape().getShape();
        Optional<String> fault = embedding.fault(shape.length);
        if (fault.isPresent() || shape[0] != batch || output.getDataType() != DataType.FLOAT32) {
          throw new IllegalStateException(
              files.model()
                  + ": output "
                  + embedding.name()
                  + ": "
                  + fault.orElse(
                      "found " + output.getShape() + ", expected " + batch + " float32 rows"));
        }
        FloatBuffer numbers = output.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        return new Output(
            embedding.rows(numbers, shape, count), EmbeddingOutput.width(shape), shape.length);
      }
    }
    throw new IllegalStateException(files.model() + ": found no output " + embedding.name());
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.nativeOrder());
  }

  /** Frees the native session, once the calls under way have returned; the files stay. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        model.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
