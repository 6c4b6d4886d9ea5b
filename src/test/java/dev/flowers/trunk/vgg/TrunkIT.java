package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import dev.flowers.trunk.OneDnnOps;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.TensorFlow;
import dev.flowers.trunk.store.TrunkStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrunkIT {
  private static final int PHOTO_BYTES = VggNetwork.INPUT.floats() * Float.BYTES;

  @TempDir static Path directory;
  private static VggTrunk files;

  @BeforeAll
  static void convertSmallTrunk() throws IOException {
    Path npy = directory.resolve("vgg16.npy");
    new SeededVgg(7, 32).write(npy, bytes -> {});
    files = (VggTrunk) new TrunkStore(directory.resolve("trunk")).convert(npy, bytes -> {});
  }

  @Test
  void agreesWithTheSameLayersOnPyTorch() throws IOException {
    ByteBuffer photos = randomPhotos(2);
    try (RunningTrunk trunk = files.open()) {
      float[] embeddings = trunk.embed(photos, 2);
      float[] expected = onPyTorch(photos, 2);
      assertEquals(2 * files.width(), embeddings.length);
      assertTrue(Math.sqrt(sumOfSquares(expected)) > 1, "the expected codes are not all zero");
      assertArrayEquals(expected, embeddings, 1e-3f * (float) Math.sqrt(sumOfSquares(expected)));
      assertTrue(cosine(expected, embeddings) > 0.999999, "cosine " + cosine(expected, embeddings));
    }
  }

  /** The embeddings of numpy's float64 for a picture that a formula paints. */
  @Test
  void agreesWithNumpy() throws IOException, URISyntaxException {
    float[] expected = {
      119.374f, 1.05601f, 53.4405f, 57.3119f, 55.9879f, 0, 0, 0, 0, 96.559f, 0, 10.553f, 0,
      14.8493f, 0, 96.8951f, 0, 0, 0, 48.8826f, 10.2482f, 0, 0, 0, 0.329838f, 10.1085f, 0, 0, 0, 0,
      0, 0
    };
    Path npy = Path.of(TrunkIT.class.getResource("vgg16-py2.npy").toURI());
    VggTrunk tiny = TrunkConverter.convert(npy, directory.resolve("tiny"), bytes -> {});
    try (RunningTrunk trunk = tiny.open()) {
      assertArrayEquals(expected, trunk.embed(painted(), 1), 2e-3f);
    }
  }

  /** The picture that the fixtures' embeddings were computed of. */
  static ByteBuffer painted() {
    ByteBuffer photo = ByteBuffer.allocateDirect(PHOTO_BYTES).order(ByteOrder.nativeOrder());
    for (int y = 0; y < 224; y++) {
      for (int x = 0; x < 224; x++) {
        photo.putFloat((3 * x + 5 * y) % 256 / 255f);
        photo.putFloat((7 * x + 2 * y) % 256 / 255f);
        photo.putFloat(x * y % 256 / 255f);
      }
    }
    return photo.flip();
  }

  @Test
  void constantsGiveWhatMappedWeightsGive() {
    ByteBuffer photos = randomPhotos(1);
    assertArrayEquals(
        embedded(photos, new GraphBuilder(Device.cpu(), Precision.FLOAT32, true, false)),
        embedded(photos, new GraphBuilder(Device.cpu(), Precision.FLOAT32, false, false)),
        1e-4f);
  }

  /** Its sums are in another order: numbers up to 1,000 differ in the seventh digit. */
  @Test
  void oneDnnsOpsGiveWhatTensorFlowsOwnGive() {
    ByteBuffer photos = randomPhotos(2);
    if (OneDnnOps.present()) {
      assertArrayEquals(
          embedded(photos, new GraphBuilder(Device.cpu(), Precision.FLOAT32, true, false)),
          embedded(photos, new GraphBuilder(Device.cpu(), Precision.FLOAT32, true, true)),
          2e-3f);
    }
  }

  private static float[] embedded(ByteBuffer photos, GraphBuilder graph) {
    int count = photos.remaining() / PHOTO_BYTES;
    try (GraphModel model =
        GraphModel.open(
            "trunk", "trunk", files.directory(), Device.cpu(), RunningGraph.trunk(graph, files))) {
      return Objects.requireNonNull(
          model
              .run(RunningGraph.SERVING_DEFAULT, photos, new Shape(count, 224, 224, 3))
              .get(VggNetwork.EMBEDDING));
    }
  }

  /** DJL's predictors take a batch of one; other programs may call it for one alone. */
  @Test
  void onePhotoAloneIsTranslatedAsInABatch() throws IOException, TranslateException {
    Random random = new Random(3);
    BufferedImage picture = new BufferedImage(301, 260, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 301 * 260; i++) {
      picture.setRGB(i % 301, i / 301, random.nextInt());
    }
    Image photo = ImageFactory.getInstance().fromImage(picture);
    var translator = new PhotoTranslator<>(VggNetwork.INPUT, row -> row);
    try (NDManager manager = TensorFlow.engine().newBaseManager()) {
      TranslatorContext context =
          (TranslatorContext)
              Proxy.newProxyInstance(
                  TranslatorContext.class.getClassLoader(),
                  new Class<?>[] {TranslatorContext.class},
                  (proxy, method, arguments) -> {
                    assertEquals("getNDManager", method.getName());
                    return manager;
                  });
      NDArray alone = translator.processInput(context, photo).singletonOrThrow();
      NDArray batch = translator.batchProcessInput(context, List.of(photo)).singletonOrThrow();
      assertEquals(new Shape(224, 224, 3), alone.getShape());
      assertArrayEquals(batch.toFloatArray(), alone.toFloatArray());
    }
  }

  @Test
  void isAPlainDjlPredictor() throws IOException, TranslateException {
    BufferedImage picture = new BufferedImage(300, 260, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(3);
    for (int y = 0; y < 260; y++) {
      for (int x = 0; x < 300; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    Image image = ImageFactory.getInstance().fromImage(picture);
    try (RunningTrunk trunk = files.open();
        Predictor<Image, float[]> predictor = trunk.model().newPredictor(trunk.translator())) {
      float[] one = predictor.predict(image);
      List<float[]> two = predictor.batchPredict(List.of(image, image));
      assertEquals(files.width(), one.length);
      assertArrayEquals(one, two.get(0), 1e-3f);
      assertArrayEquals(two.get(0), two.get(1), 1e-3f);
    }
  }

  @Test
  void severalThreadsGetTheAnswersOfOne() throws Exception {
    ByteBuffer photos = randomPhotos(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RunningTrunk trunk = files.open()) {
      List<Callable<float[]>> tasks = new java.util.ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ByteBuffer photo =
            photos.slice(i % 4 * PHOTO_BYTES, PHOTO_BYTES).order(ByteOrder.nativeOrder());
        tasks.add(() -> trunk.embed(photo, 1));
      }
      List<Future<float[]>> answers = threads.invokeAll(tasks);
      for (int i = 4; i < 16; i++) {
        assertArrayEquals(answers.get(i % 4).get(), answers.get(i).get(), 1e-4f);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesNothingOpen() throws IOException {
    int before = openArraysAndManagers();
    for (int i = 0; i < 3; i++) {
      try (RunningTrunk trunk = files.open()) {
        trunk.embed(randomPhotos(1), 1);
      }
    }
    assertEquals(before, openArraysAndManagers());
  }

  @Test
  void answersALateCallInsteadOfCrashing() throws IOException {
    RunningTrunk trunk = files.open();
    trunk.close();
    trunk.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> trunk.embed(randomPhotos(1), 1));
    assertEquals("the trunk of " + files.directory() + " is closed", e.getMessage());
  }

  /** The trunk of a DJL program, which does not know that it is one. */
  @Test
  void answersALateCallOfAPredictorInsteadOfCrashing() throws IOException, TranslateException {
    Image image =
        ImageFactory.getInstance().fromImage(new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB));
    RunningTrunk trunk = files.open();
    try (Predictor<Image, float[]> predictor = trunk.model().newPredictor(trunk.translator())) {
      assertEquals(files.width(), predictor.predict(image).length);
      trunk.model().close();
      assertThrows(TranslateException.class, () -> predictor.predict(image));
    }
    assertThrows(IllegalStateException.class, () -> trunk.embed(randomPhotos(1), 1));
  }

  @Test
  void refusesADeviceThatTheEngineDoesNotHave() {
    try (RunningTrunk trunk = files.open("on a CPU", ai.djl.Device.cpu())) {
      assertEquals("on a CPU", trunk.model().getName());
      assertEquals(ai.djl.Device.cpu(), trunk.model().getNDManager().getDevice());
    }
    for (ai.djl.Device device : List.of(ai.djl.Device.gpu(1000), ai.djl.Device.of("tpu", 0))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> files.open("x", device));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("device: found " + device + ", expected cpu()"),
          e.toString());
    }
  }

  private static int openArraysAndManagers() {
    return ((ai.djl.ndarray.BaseNDManager) TensorFlow.engine().newBaseManager().getParentManager())
        .getManagedArrays()
        .size();
  }

  private static ByteBuffer randomPhotos(int count) {
    ByteBuffer photos =
        ByteBuffer.allocateDirect(count * PHOTO_BYTES).order(ByteOrder.nativeOrder());
    Random random = new Random(5);
    for (int i = 0; i < count * VggNetwork.INPUT.floats(); i++) {
      photos.putFloat(4 * i, random.nextFloat());
    }
    return photos;
  }

  /** The layers once more, from the raw files, with another engine's operators. */
  private static float[] onPyTorch(ByteBuffer photos, int count) throws IOException {
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
      float[] pixels = new float[count * VggNetwork.INPUT.floats()];
      photos.asFloatBuffer().get(pixels);
      NDArray rgb = manager.create(pixels, new Shape(count, 224, 224, 3)).mul(255);
      NDArray red = rgb.get(":, :, :, 0:1").sub(123.68f);
      NDArray green = rgb.get(":, :, :, 1:2").sub(116.779f);
      NDArray blue = rgb.get(":, :, :, 2:3").sub(103.939f);
      NDArray x = blue.concat(green, 3).concat(red, 3).transpose(0, 3, 1, 2);
      for (TrunkLayer layer : files.layers()) {
        NDArray biases = read(manager, files.biases(layer), new Shape(layer.outputs()));
        Shape shape =
            new Shape(layer.weightsShape().stream().mapToLong(Integer::longValue).toArray());
        NDArray weights = read(manager, files.weights(layer), shape);
        if (layer.convolution()) {
          weights = weights.transpose(3, 2, 0, 1);
          x =
              Conv2d.conv2d(x, weights, biases, new Shape(1, 1), new Shape(1, 1), new Shape(1, 1))
                  .head();
          x = Activation.relu(x);
          if (List.of("conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3")
              .contains(layer.name())) {
            x = Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
          }
        } else {
          x = x.transpose(0, 2, 3, 1).reshape(count, layer.inputs());
          x = Activation.relu(Linear.linear(x, weights.transpose(), biases).head());
        }
      }
      return x.toFloatArray();
    }
  }

  private static NDArray read(NDManager manager, Path file, Shape shape) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return manager.create(values, shape);
  }

  private static double sumOfSquares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot / Math.sqrt(sumOfSquares(a) * sumOfSquares(b));
  }
}
