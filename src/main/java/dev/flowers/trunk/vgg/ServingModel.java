package dev.flowers.trunk.vgg;

import dev.flowers.storage.DiskSpace;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.ServingSignature;
import dev.flowers.trunk.TensorFlow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * Trunk and head as a TensorFlow SavedModel, which needs nothing but its own directory: {@code
 * saved_model.pb} with the graph, and {@code variables/} with the weights. {@link ServingSignature}
 * says what it takes.
 *
 * <p>The weights are variables. As constants in the graph they would cost seconds and gigabytes to
 * load, and a graph may have 2 GB at most.
 */
final class ServingModel {
  /** The file with the graph. */
  static final String GRAPH = ExportFormat.SAVED_MODEL.files().get(0);

  /** The directory with the weights. */
  static final String VARIABLES = ExportFormat.SAVED_MODEL.files().get(1);

  /** The tag by which DJL and TensorFlow Serving find the graph. */
  private static final String TAG = "serve";

  private static final int SCHEMA_VERSION = 1;

  private ServingModel() {}

  /**
   * Writes a model.
   *
   * @param directory an empty directory; after a failure, what was written stays
   * @param head the dense layers behind the trunk, in order, at least one: a ReLU is between two of
   *     them, a softmax behind the last
   * @throws IOException if it cannot be written; the message names the directory
   */
  static void write(Path directory, VggTrunk trunk, List<DenseLayer> head) throws IOException {
    TensorFlow.prepare();
    List<GraphTensor> tensors = VggNetwork.tensors(trunk, head);
    DiskSpace.require(
        directory, tensors.stream().mapToLong(t -> TrunkTensor.bytes(t.shape())).sum());
    Path weights = Files.createDirectory(directory.resolve(VARIABLES)).resolve("variables");
    try (Graph graph = new Graph();
        ConcreteFunction decode = DecodeFunction.create()) {
      Ops tf = Ops.create(graph);
      ServingVariables variables = new ServingVariables(tf, tensors);
      variables.write(weights);
      ServingGraph network = new ServingGraph(tf, trunk, head, variables);
      MetaGraphDef.Builder metaGraph =
          MetaGraphDef.newBuilder()
              .setSaverDef(variables.saver())
              .putCollectionDef("variables", variables.collection());
      for (ServingSignature signature : ServingSignature.values()) {
        metaGraph.putSignatureDef(signature.key(), network.add(signature, decode));
      }
      metaGraph
          .setGraphDef(graph.toGraphDef())
          .getMetaInfoDefBuilder()
          .addTags(TAG)
          .setTensorflowVersion(org.tensorflow.TensorFlow.version());
      write(directory.resolve(GRAPH), metaGraph.build());
    } catch (TensorFlowException e) {
      FileSystemException failure =
          new FileSystemException(directory.toString(), null, e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  private static void write(Path file, MetaGraphDef metaGraph) throws IOException {
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(SCHEMA_VERSION)
            .addMetaGraphs(metaGraph)
            .build();
    try (OutputStream out = Files.newOutputStream(file)) {
      model.writeTo(out);
    }
  }
}
