package dev.flowers.trunk.vgg;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.op.core.ReadVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.train.Restore;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The weights of a SavedModel as variables: nodes that read them and restore them in its graph, and
 * the files that they are restored from.
 */
final class ServingVariables {
  private final Map<String, GraphTensor> tensors = new LinkedHashMap<>();
  private final Map<String, VarHandleOp> handles = new LinkedHashMap<>();
  private final Map<String, ReadVariableOp<TFloat32>> values = new LinkedHashMap<>();
  private final Ops tf;

  /**
   * Adds a variable for each tensor.
   *
   * @param tf at the root of the graph, for variables are known by their nodes' names
   */
  ServingVariables(Ops tf, List<GraphTensor> tensors) {
    this.tf = tf;
    for (GraphTensor tensor : tensors) {
      String name = tensor.name();
      VarHandleOp handle =
          tf.withName(name)
              .varHandleOp(TFloat32.class, shape(tensor), VarHandleOp.sharedName(name));
      this.tensors.put(name, tensor);
      handles.put(name, handle);
      values.put(name, tf.withName(readName(name)).readVariableOp(handle, TFloat32.class));
    }
  }

  /** A variable's value in the graph. */
  Operand<TFloat32> value(GraphTensor tensor) {
    return Objects.requireNonNull(values.get(tensor.name()), tensor.name());
  }

  /** Adds the nodes that save and restore all variables, and says which they are. */
  SaverDef saver() {
    Ops save = tf.withSubScope("save");
    PlaceholderWithDefault<TString> prefix =
        save.withName("prefix").placeholderWithDefault(save.constant("model"), Shape.scalar());
    Operand<TString> names = save.array(tensors.keySet().toArray(String[]::new));
    Operand<TString> whole = whole(save);
    Op saved = save.train.save(prefix, names, whole, List.copyOf(values.values()));
    String savedName =
        save.withControlDependencies(saved).withName("saved").identity(prefix).op().name();

    Restore restored = save.train.restore(prefix, names, whole, types());
    Ops assign = save.withSubScope("assign");
    List<Op> assignments = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, VarHandleOp> variable : handles.entrySet()) {
      Output<?> content = restored.tensors().get(at++);
      assignments.add(
          assign.withName(variable.getKey()).assignVariableOp(variable.getValue(), content));
    }
    NoOp all = save.withControlDependencies(assignments).withName("restore_all").noOp();
    return SaverDef.newBuilder()
        .setFilenameTensorName(prefix.op().name() + ":0")
        .setSaveTensorName(savedName + ":0")
        .setRestoreOpName(all.op().name())
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  /** The graph's list of its variables, by which Python finds them. */
  CollectionDef collection() {
    CollectionDef.BytesList.Builder definitions = CollectionDef.BytesList.newBuilder();
    for (String name : tensors.keySet()) {
      definitions.addValue(
          VariableDef.newBuilder()
              .setVariableName(name + ":0")
              .setInitializerName("save/assign/" + name)
              .setSnapshotName(readName(name) + ":0")
              .setIsResource(true)
              .build()
              .toByteString());
    }
    return CollectionDef.newBuilder().setBytesList(definitions).build();
  }

  /**
   * Writes the files that the variables are restored from. TensorFlow maps the tensors' files and
   * copies them: of these nothing is on the Java heap.
   *
   * @param prefix the files' common path, to which TensorFlow adds {@code .index} and {@code
   *     .data-00000-of-00001}
   * @throws org.tensorflow.exceptions.TensorFlowException if they cannot be written
   */
  void write(Path prefix) {
    try (Graph graph = new Graph()) {
      Ops copy = Ops.create(graph);
      List<Operand<?>> contents = new ArrayList<>();
      for (GraphTensor tensor : tensors.values()) {
        contents.add(content(copy, tensor));
      }
      Op save =
          copy.train.save(
              copy.constant(prefix.toAbsolutePath().toString()),
              copy.array(tensors.keySet().toArray(String[]::new)),
              whole(copy),
              contents);
      try (Session session = new Session(graph, GraphModel.config())) {
        session.run(save);
      }
    }
  }

  private static Operand<TFloat32> content(Ops tf, GraphTensor tensor) {
    if (tensor instanceof GraphTensor.Filed filed) {
      return tf.immutableConst(
          TFloat32.class, shape(tensor), filed.file().toAbsolutePath().toString());
    }
    ByteBuffer bytes = ((GraphTensor.Held) tensor).values();
    float[] numbers = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(numbers);
    return tf.constant(shape(tensor), DataBuffers.of(numbers));
  }

  /** For each variable that all of it is meant, not a slice. */
  private Operand<TString> whole(Ops ops) {
    return ops.array(tensors.keySet().stream().map(name -> "").toArray(String[]::new));
  }

  private List<Class<? extends TType>> types() {
    return tensors.keySet().stream()
        .<Class<? extends TType>>map(name -> TFloat32.class)
        .collect(Collectors.toList());
  }

  private static String readName(String variable) {
    return variable + ".read";
  }

  private static Shape shape(GraphTensor tensor) {
    return Shape.of(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
  }
}
