package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.OneDnnOps;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The trunk in bfloat16: on a processor that has it, as it runs; on any, as {@link
 * EmulatedBfloat16} computes it.
 */
class Bfloat16IT {
  private static final int PHOTOS = 3;

  @TempDir static Path directory;
  private static VggTrunk float32;
  private static VggTrunk bfloat16;

  @BeforeAll
  static void convertSmallTrunk() throws IOException {
    Path npy = directory.resolve("vgg16.npy");
    new SeededVgg(7, 16).write(npy, bytes -> {});
    float32 = (VggTrunk) new TrunkStore(directory.resolve("trunk")).convert(npy, bytes -> {});
    bfloat16 = float32.withRoundedWeights(Precision.BFLOAT16);
  }

  @Test
  void embeddingsAreCloseToFloat32() {
    float[] exact = run(RunningGraph.trunk(builder(Precision.FLOAT32), float32));
    float[] rounded = run(EmulatedBfloat16.of(graph()));
    assertEquals(PHOTOS * float32.width(), rounded.length);
    double cosine = cosine(exact, rounded);
    assertTrue(cosine > 0.9995 && cosine < 1, "cosine " + cosine);
  }

  /** The processor's own numbers; or, where it has none, the error of the kernels that want it. */
  @Test
  void runsWhereTheProcessorHasIt() {
    if (Precision.best() == Precision.BFLOAT16) {
      double cosine = cosine(run(EmulatedBfloat16.of(graph())), run(graph()));
      assertTrue(cosine > 0.9999, "cosine " + cosine);
    } else if (OneDnnOps.present()) {
      MetaGraphDef graph = graph();
      IllegalStateException refused = assertThrows(IllegalStateException.class, () -> run(graph));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("could not create a primitive descriptor"),
          refused.getMessage());
    }
  }

  @Test
  void refusesToOpenWhereTheProcessorHasItNot() throws IOException {
    if (Precision.best() == Precision.FLOAT32) {
      InvalidInputException refused =
          assertThrows(InvalidInputException.class, () -> float32.in(Precision.BFLOAT16));
      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("precision: found bfloat16, expected"),
          refused.getMessage());
    } else {
      assertEquals(Precision.BFLOAT16, float32.in(Precision.BFLOAT16).precision());
    }
  }

  @Test
  void headStaysFloat32() {
    DenseLayer head =
        DenseLayer.of(float32.width(), 2, new float[2 * float32.width()], new float[2]);
    MetaGraphDef graph =
        RunningGraph.classifier(builder(Precision.BFLOAT16), bfloat16, List.of(head));
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      if (node.containsAttr("T")) {
        boolean rounded = node.getAttrOrThrow("T").getType() == DataType.DT_BFLOAT16;
        if (node.getName().startsWith("head")) {
          assertFalse(rounded, node.getName());
        } else if (node.getName().startsWith("conv")) {
          assertTrue(rounded, node.getName());
        }
      }
    }
  }

  private static MetaGraphDef graph() {
    return RunningGraph.trunk(builder(Precision.BFLOAT16), bfloat16);
  }

  private static GraphBuilder builder(Precision precision) {
    return new GraphBuilder(Device.cpu(), precision, true, precision == Precision.BFLOAT16);
  }

  private static float[] run(MetaGraphDef graph) {
    ByteBuffer photos = float32.input().allocate(PHOTOS);
    Random random = new Random(5);
    while (photos.hasRemaining()) {
      photos.putFloat(random.nextFloat());
    }
    try (GraphModel model =
        GraphModel.open("trunk", "trunk", float32.directory(), Device.cpu(), graph)) {
      Map<String, float[]> outputs =
          model.run(RunningGraph.SERVING_DEFAULT, photos.flip(), new Shape(PHOTOS, 224, 224, 3));
      return Objects.requireNonNull(outputs.get(VggNetwork.EMBEDDING));
    }
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      first += (double) one[i] * one[i];
      second += (double) other[i] * other[i];
    }
    return product / Math.sqrt(first * second);
  }
}
