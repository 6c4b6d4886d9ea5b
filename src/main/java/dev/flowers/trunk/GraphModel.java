package dev.flowers.trunk;

import ai.djl.BaseModel;
import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.tensorflow.engine.SavedModelBundle;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
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
 * <p>Owns a native graph and session; close it. Its block may be used by several threads at once,
 * as TensorFlow's sessions may; a {@code Predictor} made from it may not.
 */
final class GraphModel extends BaseModel {
  private static final String SIGNATURE = "serving_default";

  private final TfSymbolBlock symbolBlock;

  private GraphModel(String name, Path directory, Device device, MetaGraphDef metaGraph) {
    super(name);
    Engine engine = TensorFlow.engine();
    manager = engine.newBaseManager(device);
    manager.setName(name);
    dataType = DataType.FLOAT32;
    wasLoaded = true;
    setModelDir(directory);
    boolean opened = false;
    try {
      symbolBlock = new TfSymbolBlock(bundle(metaGraph), SIGNATURE);
      block = symbolBlock;
      opened = true;
    } finally {
      if (!opened) {
        manager.close();
      }
    }
  }

  /**
   * Opens the graph.
   *
   * @param directory where the model's artifacts are looked up
   * @param metaGraph the graph, with a signature named {@code serving_default}
   */
  static GraphModel open(String name, Path directory, Device device, MetaGraphDef metaGraph) {
    return new GraphModel(name, directory, device, metaGraph);
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
   * of constants, which would copy the mapped weights into memory, 470 MB of them.
   */
  static ConfigProto config() {
    return ConfigProto.newBuilder()
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setOptimizerOptions(
                    OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0))
                .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)))
        .build();
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
    symbolBlock.close();
    super.close();
  }
}
