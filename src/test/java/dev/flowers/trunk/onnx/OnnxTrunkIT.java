package dev.flowers.trunk.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.translate.TranslateException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.DjlEngines;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.TrunkWithHead;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networks that make_onnx.py wrote, and what ONNX Runtime gave for them in Python. */
class OnnxTrunkIT {
  private static final int PHOTO_BYTES = OnnxFiles.SIDE * OnnxFiles.SIDE * 3 * Float.BYTES;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "rows, rows, ''",
    "places, places, ''",
    "tokens, tokens, mean",
    "tokens, first, first",
    "two, first, ''",
    "two, second, ''",
    "last, rows, ''",
    "fixed, rows, ''",
    "open, rows, ''",
    "external/model, rows, ''"
  })
  void theEmbeddingIsPythons(String model, String output, String tokens) throws IOException {
    float[] expected = expected(model + " " + output);
    OnnxTrunk trunk = trunk(model, model.equals("two") ? output : "", tokens);
    assertEquals(expected.length, trunk.width());
    try (RunningTrunk running = trunk.open()) {
      // Of a batch that no fixed one divides, the even photos are the one that is known.
      float[] found = running.embed(OnnxFiles.photos(7), 7);
      assertEquals(7 * trunk.width(), found.length);
      for (int i = 0; i < 7; i += 2) {
        assertArrayEquals(
            expected, Arrays.copyOfRange(found, i * trunk.width(), (i + 1) * trunk.width()), 1e-4f);
      }
      assertFalse(
          Arrays.equals(
              Arrays.copyOfRange(found, 0, trunk.width()),
              Arrays.copyOfRange(found, trunk.width(), 2 * trunk.width())));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rows, '', ''",
    "places, '', ''",
    "tokens, '', mean",
    "tokens, '', first",
    "two, second, ''",
    "last, '', ''",
    "fixed, '', ''",
    "open, '', ''",
    "external/model, '', ''"
  })
  void theExportGivesTheSameProbabilities(String model, String output, String tokens)
      throws IOException {
    OnnxTrunk trunk = trunk(model, output, tokens);
    List<DenseLayer> head = head(trunk.width());
    Path target = Files.createDirectories(directory.resolve("exported"));
    trunk.export(ExportFormat.ONNX, head, target);
    assertTrue(ExportFormat.ONNX.files().stream().allMatch(f -> Files.exists(target.resolve(f))));
    OnnxTrunkFiles exported = OnnxTrunkFiles.open(target, Optional.empty(), OutputChoice.only());
    assertEquals("probabilities", exported.output());
    assertEquals(List.of(), exported.externalFiles());
    try (TrunkWithHead running = trunk.open(naming(), head, null);
        OnnxNetwork network = OnnxNetwork.open(exported)) {
      float[][] expected = running.probabilities(OnnxFiles.photos(5), 5);
      float[] found = network.embed(OnnxFiles.photos(5), 5);
      for (int i = 0; i < 5; i++) {
        float[] row = Arrays.copyOfRange(found, i * 3, i * 3 + 3);
        assertArrayEquals(expected[i], row, 1e-6f);
        assertEquals(1, row[0] + row[1] + row[2], 1e-5);
      }
    }
  }

  @Test
  void aHeadThatDoesNotFitIsRefused() throws IOException {
    OnnxTrunk trunk = trunk("rows", "", "");
    List<DenseLayer> head = head(7);
    assertThrows(IllegalArgumentException.class, () -> trunk.open(naming(), head, null));
    assertThrows(
        IllegalArgumentException.class, () -> trunk.export(ExportFormat.ONNX, head, directory));
  }

  @Test
  void itIsAPlainDjlPredictor() throws IOException, TranslateException {
    OnnxTrunk trunk = trunk("rows", "", "");
    Image image = image();
    try (RunningTrunk running = trunk.open();
        TrunkWithHead classifier = trunk.open(naming(), head(6), null);
        Predictor<Image, float[]> embedder = running.model().newPredictor(running.translator());
        Predictor<Image, float[]> predictor =
            classifier.model().newPredictor(classifier.translator(row -> row))) {
      ByteBuffer photo = trunk.input().allocate(1);
      trunk.input().put((BufferedImage) image.getWrappedImage(), photo);
      photo.flip();
      assertArrayEquals(running.embed(photo, 1), embedder.predict(image));
      TrunkWithHead.Output output = classifier.run(photo, 1).get(0);
      assertArrayEquals(running.embed(photo, 1), output.embedding());
      assertArrayEquals(output.probabilities(), predictor.predict(image));
      assertArrayEquals(
          output.probabilities(), predictor.batchPredict(List.of(image, image)).get(1), 1e-6f);
    }
  }

  @Test
  void severalThreadsGetTheAnswersOfOne()
      throws IOException, InterruptedException, ExecutionException {
    ByteBuffer photos = OnnxFiles.photos(2);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RunningTrunk running = trunk("rows", "", "").open()) {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ByteBuffer photo =
            photos.slice(i % 2 * PHOTO_BYTES, PHOTO_BYTES).order(ByteOrder.nativeOrder());
        tasks.add(() -> running.embed(photo, 1));
      }
      List<Future<float[]>> answers = threads.invokeAll(tasks);
      for (int i = 2; i < 40; i++) {
        assertArrayEquals(answers.get(i % 2).get(), answers.get(i).get(), 1e-5f);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingStaysOpen() throws IOException {
    OnnxTrunk trunk = trunk("rows", "", "");
    int before = openArraysAndManagers();
    for (int i = 0; i < 3; i++) {
      try (RunningTrunk running = trunk.open();
          TrunkWithHead classifier = trunk.open(naming(), head(6), null)) {
        running.embed(OnnxFiles.photos(3), 3);
        classifier.run(OnnxFiles.photos(2), 2);
      }
    }
    Path broken = OnnxFiles.copy("rows.onnx", directory);
    patch(broken, "Flatten", "Flotten");
    assertThrows(
        MalformedOnnxException.class,
        () -> OnnxNetwork.open(OnnxFiles.open(broken, OutputChoice.only())));
    assertEquals(before, openArraysAndManagers());
  }

  @Test
  void aLateCallIsAnsweredInsteadOfCrashing() throws IOException, TranslateException {
    OnnxTrunk trunk = trunk("rows", "", "");
    RunningTrunk running = trunk.open();
    Image image = image();
    try (Predictor<Image, float[]> predictor = running.model().newPredictor(running.translator())) {
      assertEquals(6, predictor.predict(image).length);
      running.model().close();
      assertThrows(TranslateException.class, () -> predictor.predict(image));
    }
    IllegalStateException late =
        assertThrows(IllegalStateException.class, () -> running.embed(OnnxFiles.photos(1), 1));
    assertTrue(String.valueOf(late.getMessage()).endsWith(" is closed"), late.getMessage());
    running.close();
  }

  @Test
  void whatTheRuntimeRefusesIsSaidOfTheFile() throws IOException {
    Path file = OnnxFiles.copy("rows.onnx", directory);
    patch(file, "Flatten", "Flotten");
    OnnxTrunkFiles files = OnnxFiles.open(file, OutputChoice.only());
    String message =
        String.valueOf(
            assertThrows(MalformedOnnxException.class, () -> OnnxNetwork.open(files)).getMessage());
    assertTrue(message.startsWith(file + ": found a model that ONNX Runtime refuses"), message);
  }

  @Test
  void aStoredTrunkIsReadAsItWasWritten() throws IOException {
    OnnxTrunk trunk = trunk("external/model", "", "");
    OnnxTrunk read = OnnxTrunk.read(trunk.directory());
    assertEquals(trunk.fingerprint(), read.fingerprint());
    assertEquals("external", read.id());
    assertEquals("OnnxRuntime", read.engine());
    assertEquals(6, read.width());
    assertEquals(8, read.input().size());
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, read.input().meanRgb(), 1e-6f);
    read.addSource(read.sources().get(0));
    assertEquals(2, OnnxTrunk.read(trunk.directory()).sources().size());
    assertThrows(InvalidInputException.class, () -> read.in(Precision.BFLOAT16));
    Files.delete(trunk.directory().resolve("weights.bin"));
    String message =
        String.valueOf(
            assertThrows(MalformedOnnxException.class, () -> OnnxTrunk.read(trunk.directory()))
                .getMessage());
    assertTrue(message.contains("weights.bin: found no such file, expected 4608 bytes"), message);
  }

  /** {@code -Dmutations=10000} for more. Whatever is done to a file, the JVM lives on. */
  @Test
  void aMutatedModelRunsOrIsRefused() throws IOException {
    int count = Integer.getInteger("mutations", 500);
    byte[] sound = OnnxFiles.bytes("rows.onnx");
    Path file = directory.resolve("mutated.onnx");
    int ran = 0;
    for (int seed = 0; seed < count; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = sound.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        // Most of the file is weights; what is around them is hit more often.
        int structure = random.nextInt(150);
        int at =
            switch (random.nextInt(3)) {
              case 0 -> structure;
              case 1 -> bytes.length - 1 - structure;
              default -> random.nextInt(bytes.length);
            };
        bytes[at] =
            (byte)
                (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      try (OnnxNetwork network = OnnxNetwork.open(OnnxFiles.open(file, OutputChoice.only()))) {
        network.embed(OnnxFiles.photos(1), 1);
        ran++;
      } catch (MalformedOnnxException e) {
        assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(ran > count / 20 && ran < count * 19 / 20, "ran: " + ran + " of " + count);
  }

  /** Empty for the only output, and for no tokens. */
  private OnnxTrunk trunk(String model, String output, String tokens) throws IOException {
    Path file = OnnxFiles.copy(model + ".onnx", directory);
    OutputChoice choice =
        new OutputChoice(
            Optional.of(output).filter(name -> !name.isEmpty()), TokenPooling.of(tokens));
    Path stored = Files.createDirectories(directory.resolve("stored"));
    return OnnxTrunk.write(OnnxFiles.open(file, choice), TrunkSource.of(file), stored);
  }

  private static void patch(Path file, String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from));
    Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }

  private static float[] expected(String key) {
    String json = new String(OnnxFiles.bytes("expected.json"), StandardCharsets.UTF_8);
    JsonObject all = JsonParser.parseString(json).getAsJsonObject();
    JsonArray numbers = all.getAsJsonArray(key);
    float[] expected = new float[numbers.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = numbers.get(i).getAsFloat();
    }
    return expected;
  }

  private static List<DenseLayer> head(int width) {
    return List.of(layer(width, 4, 1), layer(4, 3, 2));
  }

  private static DenseLayer layer(int inputs, int outputs, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return DenseLayer.of(inputs, outputs, weights, new float[outputs]);
  }

  private TrunkWithHead.Naming naming() {
    return new TrunkWithHead.Naming("flowers", "the test's model", directory);
  }

  private static Image image() {
    BufferedImage picture = new BufferedImage(30, 26, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 30 * 26; i++) {
      picture.setRGB(i % 30, i / 30, random.nextInt());
    }
    return ImageFactory.getInstance().fromImage(picture);
  }

  private static int openArraysAndManagers() {
    return ((BaseNDManager)
            DjlEngines.get("OnnxRuntime").newBaseManager(Device.cpu()).getParentManager())
        .getManagedArrays()
        .size();
  }
}
