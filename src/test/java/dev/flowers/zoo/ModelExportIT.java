package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import dev.flowers.trunk.ServingSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as those meet it who have the directory alone: it was moved, and the home is gone. */
class ModelExportIT {
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path directory;
  private static ExportedModel export;
  private static Path exported;

  @BeforeAll
  static void export() throws IOException {
    export = ExportedModel.in(directory);
    exported = export.directory();
  }

  @Test
  void photosAreToldApart() {
    // Else a wrong preprocessing would not show.
    double least = 1;
    double most = 0;
    for (Classifications classes : export.expected().values()) {
      double first = classes.<Classifications.Classification>items().get(0).getProbability();
      least = Math.min(least, first);
      most = Math.max(most, first);
    }
    assertTrue(most - least > 0.1, least + " to " + most);
  }

  @Test
  void directoryHasWhatDjlAndTensorFlowWantAndNoMore() throws IOException {
    try (Stream<Path> files = Files.walk(exported)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      assertEquals(
          List.of(
              "README.md",
              "model.json",
              "model_card.json",
              "saved_model.pb",
              "serving.properties",
              "synset.txt",
              "variables/variables.data-00000-of-00001",
              "variables/variables.index"),
          all.stream().map(file -> exported.relativize(file).toString()).toList());
      long size = 0;
      for (Path file : all) {
        size += Files.size(file);
      }
      assertEquals(size, export.reportedSize());
    }
    assertEquals(
        List.of("daisy", "dandelion", "roses", "sunflowers", "tulips"),
        Files.readAllLines(exported.resolve("synset.txt")));
  }

  @Test
  void noFileNamesAPlaceOfThisMachine() throws IOException {
    try (Stream<Path> files = Files.walk(exported)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (Path place : List.of(directory, directory.toRealPath())) {
          assertFalse(bytes.contains(place.toString()), file + " has " + place);
        }
      }
    }
  }

  @Test
  void weightsAreNotMappedAnyMoreWhenTheExportIsDone() {
    assertFalse(export.stillMapped());
  }

  @Test
  void stockDjlPredictsTheSame() throws Exception {
    try (ZooModel<Image, Classifications> model = stock().build().loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      for (Map.Entry<Path, Classifications> photo : export.expected().entrySet()) {
        assertSame(photo.getValue(), predictor.predict(read(photo.getKey())), photo.getKey());
      }
    }
  }

  @Test
  void metadataAloneChoosesEngineAndTranslator() throws Exception {
    Path photo = export.expected().keySet().iterator().next();
    Criteria<Path, Classifications> criteria =
        Criteria.builder()
            .setTypes(Path.class, Classifications.class)
            .optModelPath(exported)
            .build();
    try (ZooModel<Path, Classifications> model = criteria.loadModel();
        Predictor<Path, Classifications> predictor = model.newPredictor()) {
      assertEquals("TensorFlow", model.getNDManager().getEngine().getEngineName());
      assertSame(expected(photo), predictor.predict(photo), photo);
    }
  }

  @Test
  void ourTranslatorPredictsABatchOfManySizes() throws Exception {
    Criteria<Image, Classifications> criteria =
        stock()
            .optOption("SignatureDefKey", ServingSignature.SERVING_DEFAULT.key())
            .optTranslatorFactory(new ClassificationTranslatorFactory())
            .build();
    List<Path> photos = List.copyOf(export.expected().keySet());
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      List<Classifications> found =
          predictor.batchPredict(photos.stream().map(ModelExportIT::read).toList());
      for (int i = 0; i < photos.size(); i++) {
        assertSame(expected(photos.get(i)), found.get(i), photos.get(i));
      }
    }
  }

  @Test
  void ourTranslatorSaysWhichSignatureItNeeds() {
    Criteria<Image, Classifications> criteria =
        stock().optTranslatorFactory(new ClassificationTranslatorFactory()).build();
    ModelNotFoundException refusal =
        assertThrows(ModelNotFoundException.class, criteria::loadModel);
    assertTrue(
        Stream.<Throwable>iterate(refusal, cause -> cause != null, Throwable::getCause)
            .anyMatch(
                cause ->
                    String.valueOf(cause.getMessage())
                        .contains("optOption(\"SignatureDefKey\", \"serving_default\")")),
        refusal.toString());
  }

  @Test
  void rgbTakesWhatDjlsTranslatorMakesOfASquare() throws Exception {
    Path square = directory.resolve("224x224.png");
    Translator<Image, Classifications> translator =
        ImageClassificationTranslator.builder()
            .addTransform(new CenterCrop())
            .addTransform(new Resize(224, 224))
            .build();
    Criteria<Image, Classifications> criteria =
        stock()
            .optOption("SignatureDefKey", ServingSignature.RGB.key())
            .optTranslator(translator)
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      assertSame(expected(square), predictor.predict(read(square)), square);
    }
  }

  @Test
  void encodedTakesFilesOfAllKindsInOneBatch() throws Exception {
    List<Path> photos = List.copyOf(export.expected().keySet());
    float[][] found = encoded(photos.stream().map(ModelExportIT::bytes).toList());
    List<String> classes = Files.readAllLines(exported.resolve("synset.txt"));
    for (int i = 0; i < photos.size(); i++) {
      for (int k = 0; k < classes.size(); k++) {
        assertEquals(
            expected(photos.get(i)).get(classes.get(k)).getProbability(),
            found[i][k],
            TOLERANCE,
            photos.get(i) + ", " + classes.get(k));
      }
    }
  }

  @Test
  void encodedTakesOneFile() throws Exception {
    Path photo = export.expected().keySet().iterator().next();
    assertEquals(1, encoded(List.of(bytes(photo))).length);
  }

  @Test
  void encodedRefusesWhatIsNoImage() {
    assertThrows(
        TranslateException.class,
        () -> encoded(List.of("not an image".getBytes(StandardCharsets.UTF_8))));
  }

  private static float[][] encoded(List<byte[]> files) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(exported)
            .optEngine("TensorFlow")
            .optOption("SignatureDefKey", ServingSignature.ENCODED.key())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor();
        var manager = model.getNDManager().newSubManager()) {
      String[] strings =
          files.stream()
              .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
              .toArray(String[]::new);
      NDList input =
          new NDList(manager.create(strings, StandardCharsets.ISO_8859_1, new Shape(files.size())));
      float[] values = predictor.predict(input).singletonOrThrow().toFloatArray();
      float[][] rows = new float[files.size()][values.length / files.size()];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, i * rows[i].length, rows[i], 0, rows[i].length);
      }
      return rows;
    }
  }

  @Test
  void severalMayLoadAndPredictAtOnce() throws Exception {
    Path photo = export.expected().keySet().iterator().next();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Classifications>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> loadAndPredict(photo)));
      }
      for (Future<Classifications> answer : answers) {
        assertSame(expected(photo), answer.get(), photo);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Classifications loadAndPredict(Path photo)
      throws IOException, ModelException, TranslateException {
    try (ZooModel<Image, Classifications> model = stock().build().loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      return predictor.predict(read(photo));
    }
  }

  private static Criteria.Builder<Image, Classifications> stock() {
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optModelPath(exported)
        .optEngine("TensorFlow");
  }

  private static Classifications expected(Path photo) {
    return Objects.requireNonNull(export.expected().get(photo), photo.toString());
  }

  private static void assertSame(Classifications expected, Classifications found, Path photo) {
    for (Classifications.Classification item : expected.<Classifications.Classification>items()) {
      assertEquals(
          item.getProbability(),
          found.get(item.getClassName()).getProbability(),
          TOLERANCE,
          photo + ", " + item.getClassName());
    }
  }

  private static Image read(Path photo) {
    try {
      return ImageFactory.getInstance().fromFile(photo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path photo) {
    try {
      return Files.readAllBytes(photo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
