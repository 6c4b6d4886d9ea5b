package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.TrunkWithHead;
import dev.flowers.trunk.onnx.OnnxNetwork;
import dev.flowers.trunk.onnx.OnnxTrunkFiles;
import dev.flowers.trunk.onnx.OutputChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same network on ONNX Runtime. */
class OnnxExportIT {
  private static final int CLASSES = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"vgg16-py2.npy", "keras/vgg16_notop.h5", "keras/vgg19.npy"})
  void theExportGivesTheSameProbabilities(String weights) throws IOException {
    Path file = WeightFiles.copyOf(weights, directory);
    VggTrunk trunk;
    try (VggWeights opened = VggWeights.open(file)) {
      Path converted = Files.createDirectories(directory.resolve("trunk"));
      TrunkConverter.write(opened, TrunkSource.of(file), converted, bytes -> {});
      trunk = VggTrunk.read(converted);
    }
    List<DenseLayer> head = List.of(layer(trunk.width(), 8, 1), layer(8, CLASSES, 2));
    Path target = Files.createDirectories(directory.resolve("exported"));
    assertTrue(trunk.exportFormats().contains(ExportFormat.ONNX));
    trunk.export(ExportFormat.ONNX, head, target);
    OnnxTrunkFiles exported = OnnxTrunkFiles.open(target, Optional.empty(), OutputChoice.only());
    ByteBuffer photos = trunk.input().allocate(2);
    Random random = new Random(9);
    while (photos.hasRemaining()) {
      photos.putFloat(random.nextFloat());
    }
    photos.flip();
    try (TrunkWithHead running =
            trunk.open(new TrunkWithHead.Naming("vgg", "the trunk", directory), head, null);
        OnnxNetwork network = OnnxNetwork.open(exported)) {
      float[][] expected = running.probabilities(photos, 2);
      float[] found = network.embed(photos, 2);
      assertEquals(2 * CLASSES, found.length);
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(
            expected[i], Arrays.copyOfRange(found, i * CLASSES, (i + 1) * CLASSES), 1e-5f);
      }
      assertTrue(Math.abs(expected[0][0] - expected[1][0]) > 1e-4, "photos differ");
    }
  }

  private static DenseLayer layer(int inputs, int outputs, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
    }
    return DenseLayer.of(inputs, outputs, weights, new float[outputs]);
  }
}
