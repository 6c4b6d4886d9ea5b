package dev.flowers.trunk.vgg;

import ai.djl.BaseModel;
import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.flowers.trunk.TensorFlow;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * A DJL model on the TensorFlow engine whose graph was built in memory: what DJL's own model is for
 * a SavedModel in a directory.
 *
 * <p>Owns a native graph and session; close it. {@link #run} and the block may be used by several
 * threads at once, as TensorFlow's sessions may; a {@code Predictor} made from it may not. Closing
 * waits for the runs under way, and a later one throws an {@link IllegalStateException}.
 */
final class GraphModel extends BaseModel {
  private final String described;
  private final Map<String, TfSymbolBlock> blocks = new HashMap<>();

  /** Runs share it; closing has it alone. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private GraphModel(
      String name, String described, Path directory, Device device, MetaGraphDef metaGraph) {
    super(name);
    this.described = described;
    manager = TensorFlow.engine().newBaseManager(device);
    manager.setName(name);
    dataType = DataType.FLOAT32;
    wasLoaded = true;
    setModelDir(directory);
    boolean opened = false;
    try {
      SavedModelBundle bundle = bundle(metaGraph);
      try {
        for (String signature : metaGraph.getSignatureDefMap().keySet()) {
          blocks.put(signature, new GuardedBlock(bundle, signature));
        }
        block = block(RunningGraph.SERVING_DEFAULT);
        opened = true;
      } finally {
        if (!opened) {
          bundle.close();
        }
      }
    } finally {
      if (!opened) {
        manager.close();
      }
    }
  }

  /**
   * Opens the graph.
   *
   * @param name the model's name
   * @param described what the model is called in messages
   * @param directory where the model's artifacts are looked up
   * @param metaGraph the graph, with a signature named {@code serving_default} and perhaps others
   */
  static GraphModel open(
      String name, String described, Path directory, Device device, MetaGraphDef metaGraph) {
    return new GraphModel(name, described, directory, device, metaGraph);
  }

  @SuppressWarnings("try") // the scope is there for what it closes
  private static SavedModelBundle bundle(MetaGraphDef metaGraph) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Graph graph = TF_Graph.newGraph();
      tensorflow.TF_GraphImportGraphDef(
          graph,
          TF_Buffer.newBufferFromString(metaGraph.getGraphDef()),
          TF_ImportGraphDefOptions.newImportGraphDefOptions(),
          status);
      status.throwExceptionIfNotOK();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      byte[] config = config().toByteArray();
      tensorflow.TF_SetConfig(options, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      TF_Session session = TF_Session.newSession(graph, options, status);
      status.throwExceptionIfNotOK();
      graph.retainReference();
      session.retainReference();
      // The block reads the signature alone; the graph may hold megabytes of constants.
      return new SavedModelBundle(graph, session, metaGraph.toBuilder().clearGraphDef().build());
    }
  }

  /**
   * No optimizer: the graph is written as it would leave it, and it costs seconds; and no folding
   * of constants, which would copy the mapped weights into memory, 470 MB of them. What has no
   * kernel on a GPU runs on the CPU.
   */
  static ConfigProto config() {
    return ConfigProto.newBuilder()
        .setAllowSoftPlacement(true)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setOptimizerOptions(
                    OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0))
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
  }

  /**
   * Runs the graph.
   *
   * @param signature which outputs are wanted
   * @param photos a direct buffer in native order, with the input's numbers from its position on;
   *     position and limit stay as they are
   * @param shape the input's shape
   * @return the numbers of each output of the signature, by its name
   * @throws IllegalStateException if the model is closed, or the run fails
   */
  Map<String, float[]> run(String signature, ByteBuffer photos, Shape shape) {
    ByteBuffer batch =
        photos
            .slice(photos.position(), Math.toIntExact(shape.size() * Float.BYTES))
            .order(photos.order());
    use.readLock().lock();
    try {
      checkOpen();
      try (NDManager scope = manager.newSubManager()) {
        NDArray input = scope.create(batch, shape, DataType.FLOAT32);
        NDList outputs =
            block(signature).forward(new ParameterStore(scope, false), new NDList(input), false);
        Map<String, float[]> numbers = new HashMap<>();
        for (NDArray output : outputs) {
          numbers.put(output.getName(), output.toFloatArray());
        }
        return numbers;
      }
    } catch (EngineException | TensorFlowException e) {
      throw new IllegalStateException(described + " failed: " + e.getMessage(), e);
    } finally {
      use.readLock().unlock();
    }
  }

  private TfSymbolBlock block(String signature) {
    return Objects.requireNonNull(blocks.get(signature), signature);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(described + " is closed");
    }
  }

  /** DJL's predictors come this way. Running a closed session would crash the JVM. */
  private final class GuardedBlock extends TfSymbolBlock {
    GuardedBlock(SavedModelBundle bundle, String signature) {
      super(bundle, signature);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      use.readLock().lock();
      try {
        checkOpen();
        return super.forwardInternal(parameters, inputs, training, arguments);
      } finally {
        use.readLock().unlock();
      }
    }
  }

  @Override
  public void load(Path modelPath, String prefix, Map<String, ?> options) {
    throw new UnsupportedOperationException(getName() + " was built in memory and is loaded");
  }

  @Override
  public void setBlock(Block newBlock) {
    throw new UnsupportedOperationException(getName() + " is frozen: its block cannot be changed");
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        // They share one graph, which the first of them closes.
        blocks.values().forEach(TfSymbolBlock::close);
        super.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
