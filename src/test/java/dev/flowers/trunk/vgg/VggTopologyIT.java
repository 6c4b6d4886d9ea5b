package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.TrunkWithHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embeddings that keras/make_keras.py printed, of numpy's float64, of the same picture. */
class VggTopologyIT {
  private static final float[] VGG19_RELU6 = {
    0f,
    0f,
    0.35843f,
    0.138447f,
    0f,
    0f,
    1.51579f,
    1.26316f,
    0f,
    0.702838f,
    1.1632f,
    1.37821f,
    0.0502562f,
    0.113901f,
    1.25942f,
    0f,
    0f,
    1.58787f,
    0f,
    0f,
    0f,
    2.0671f,
    0f,
    0.288068f,
    0f,
    0.593967f,
    0f,
    0f,
    0.425153f,
    0f,
    0f,
    1.00713f
  };
  private static final float[] VGG16_POOL5 = {19.7375f, 19.3399f, 32.8349f, 29.4552f};

  @TempDir Path directory;

  @Test
  void vgg19AgreesWithNumpy() throws IOException {
    VggTrunk trunk = converted("vgg19.npy");
    assertEquals(VggTopology.VGG19_RELU6, trunk.topology());
    assertArrayEquals(VGG19_RELU6, embedded(trunk), 1e-4f);
  }

  @Test
  void theMeanOverPool5AgreesWithNumpy() throws IOException {
    VggTrunk trunk = converted("vgg16_notop.h5");
    assertEquals(VggTopology.VGG16_POOL5, trunk.topology());
    assertArrayEquals(VGG16_POOL5, embedded(trunk), 1e-3f);
    try (RunningTrunk open = trunk.open()) {
      assertEquals("vgg16-pool5", open.model().getName());
    }
  }

  /** Before the mean, bfloat16 has rounded each layer: some hundredths at most. */
  @Test
  void theMeanOverPool5IsInFloat32WhateverTheConvolutionsAreIn() throws IOException {
    assumeTrue(Precision.best() == Precision.BFLOAT16);
    VggTrunk trunk = converted("vgg16_notop.h5").in(Precision.BFLOAT16);
    assertArrayEquals(VGG16_POOL5, embedded(trunk), 0.6f);
  }

  /** What another server of SavedModels gives for these networks is what runs here. */
  @ParameterizedTest
  @CsvSource({"vgg19.npy, 32", "vgg16_notop.h5, 4"})
  void theExportedGraphHasTheSameLayers(String file, int width)
      throws IOException, MalformedModelException, TranslateException {
    VggTrunk trunk = converted(file);
    float[] weights = new float[width * 2];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 5 - 2) / 100f;
    }
    List<DenseLayer> head = List.of(DenseLayer.of(width, 2, weights, new float[] {0.1f, -0.1f}));
    float[] here;
    TrunkWithHead.Naming naming = new TrunkWithHead.Naming("x", "x", directory);
    try (TrunkWithHead open = trunk.open(naming, head, Device.cpu())) {
      here = open.probabilities(TrunkIT.painted(), 1)[0];
    }
    Path exported = Files.createDirectory(directory.resolve("exported"));
    ServingModel.write(exported, trunk, head);
    try (Model model = Model.newInstance("exported", Device.cpu(), "TensorFlow")) {
      model.load(exported, null, Map.of());
      try (NDManager manager = model.getNDManager().newSubManager();
          Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator(null))) {
        NDArray photo =
            manager.create(TrunkIT.painted(), new Shape(1, 224, 224, 3), DataType.FLOAT32);
        float[] there = predictor.predict(new NDList(photo)).singletonOrThrow().toFloatArray();
        assertArrayEquals(here, there, 1e-5f);
        assertTrue(here[0] > 0.01 && here[0] < 0.99, "probability " + here[0]);
      }
    }
  }

  private VggTrunk converted(String name) throws IOException {
    Path file = WeightFiles.copyOf("keras/" + name, directory);
    return TrunkConverter.convert(file, directory.resolve("trunk"), bytes -> {});
  }

  private static float[] embedded(VggTrunk files) throws IOException {
    ByteBuffer photo = TrunkIT.painted();
    try (RunningTrunk trunk = files.open()) {
      return trunk.embed(photo, 1);
    }
  }
}
