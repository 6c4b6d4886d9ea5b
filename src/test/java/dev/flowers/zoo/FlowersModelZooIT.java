package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import dev.flowers.FlowerClassifier;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.home.Home;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.MalformedWeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger's DJL program sees, who has our jar and knows our names. */
class FlowersModelZooIT {
  private static final String HOME = "FLOWERS_HOME";

  @TempDir static Path directory;
  private static Home home;
  private static Path photos;

  @BeforeAll
  static void publishTwoVersions() throws IOException {
    home = new Home(directory.resolve("home"));
    System.setProperty(HOME, home.root().toString());
    photos = new PaintedFlowers(8, 3).paint(directory.resolve("photos"), count -> {});
    ConvertedTrunk trunk = SmallTrunk.convertedIn(home.root());
    Path tfrecord = home.embeddings().resolve("photos.tfrecord");
    new Embedder(trunk, ImageDecoder.withDefaults())
        .embed(
            dev.flowers.dataset.PhotoFolder.list(photos),
            tfrecord,
            new ai.djl.training.util.ProgressBar());
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      for (long seed = 1; seed <= 2; seed++) {
        HeadOptions options = HeadOptions.defaults().withHidden(8).withEpochs(2).withSeed(seed);
        TrainedHead head = new HeadTrainer(options).train(file, new Split(100, 0, 0, 0));
        new ModelRepository(home.zoo())
            .publish(
                ModelRepository.DEFAULT_NAME,
                head,
                ModelProvenance.now(
                    tfrecord.toString(),
                    photos.toString(),
                    head.provenance(),
                    new ModelProvenance.TestFigures(0, 0, 0),
                    ""));
      }
    }
  }

  @AfterAll
  static void forgetHome() {
    System.clearProperty(HOME);
  }

  @Test
  void criteriaByArtifactGiveTheNewestModel() throws Exception {
    assertEquals("2", version(criteria().optArtifactId("flowers-vgg16").build()));
  }

  @Test
  void criteriaByGroupEngineAndVersionDoTheSame() throws Exception {
    assertEquals("2", version(criteria().optGroupId("dev.flowers").build()));
    assertEquals(
        "2", version(criteria().optEngine("TensorFlow").optArtifactId("flowers-vgg16").build()));
    assertEquals(
        "1", version(criteria().optArtifactId("flowers-vgg16").optFilter("version", "1").build()));
    ModelZoo zoo = ModelZoo.getModelZoo("dev.flowers");
    assertNotNull(zoo);
    try (ZooModel<Image, Classifications> model =
        zoo.getModelLoader("flowers-vgg16").loadModel(criteria().build())) {
      assertEquals("2", model.getProperty("version"));
      assertEquals("flowers-vgg16", model.getName());
    }
  }

  @Test
  void modelsAreListed() {
    List<String> artifacts = new ArrayList<>();
    ModelZoo.listModels()
        .getOrDefault(Application.CV.IMAGE_CLASSIFICATION, List.of())
        .forEach(mrl -> artifacts.add(mrl.getGroupId() + ":" + mrl.getArtifactId()));
    assertTrue(artifacts.contains("dev.flowers:flowers-vgg16"), artifacts.toString());
    assertTrue(artifacts.contains("dev.flowers:vgg16-relu6"), artifacts.toString());
  }

  @Test
  void predictorAndFacadeAgreeAlsoAcrossThreads() throws Exception {
    Path photo = photos.resolve("roses/roses-0001.jpg");
    Image image = ImageFactory.getInstance().fromFile(photo);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ZooModel<Image, Classifications> model =
            criteria().optArtifactId("flowers-vgg16").build().loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor();
        FlowerClassifier classifier = FlowerClassifier.load()) {
      String expected = predictor.predict(image).toString();
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        tasks.add(() -> classifier.classify(photo).toString());
      }
      for (Future<String> answer : threads.invokeAll(tasks)) {
        assertEquals(expected, answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void facadeTakesEveryKindOfInputAndABadPhotoCostsItselfAlone() throws Exception {
    Path photo = photos.resolve("roses/roses-0001.jpg");
    Path bad = Files.writeString(directory.resolve("bad.jpg"), "no photo");
    try (FlowerClassifier classifier = FlowerClassifier.load()) {
      String expected = classifier.classify(photo).toString();
      try (var stream = Files.newInputStream(photo)) {
        assertEquals(expected, classifier.classify(stream).toString());
      }
      assertEquals(
          expected, classifier.classify(ImageDecoder.withDefaults().decode(photo)).toString());
      List<FlowerClassifier.Answer> answers = classifier.classifyAll(List.of(photo, bad, photo));
      assertEquals(expected, answers.get(0).classes().orElseThrow().toString());
      assertTrue(answers.get(1).classes().isEmpty());
      assertTrue(answers.get(1).fault().startsWith(bad + ": found"), answers.get(1).fault());
      assertEquals(expected, answers.get(2).classes().orElseThrow().toString());
    }
  }

  @Test
  void closedFacadeSaysSo() throws IOException {
    FlowerClassifier classifier = FlowerClassifier.load();
    classifier.close();
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> classifier.classify(photos.resolve("roses/roses-0001.jpg")));
    assertEquals("flowers-vgg16:2 is closed", e.getMessage());
  }

  @Test
  void nothingTrainedYetNamesTheCommandThatTrains() {
    System.setProperty(HOME, directory.resolve("empty").toString());
    try {
      IOException e =
          assertThrows(
              IOException.class,
              () -> criteria().optArtifactId("flowers-vgg16").build().loadModel());
      assertTrue(String.valueOf(e.getMessage()).contains("flowers train makes it"), e.toString());
      assertThrows(
          ModelNotFoundException.class,
          () -> criteria().optGroupId("dev.flowers").build().loadModel());
    } finally {
      System.setProperty(HOME, home.root().toString());
    }
  }

  @Test
  void trunkEntryRefusesASmallerNet() {
    MalformedWeightsException e =
        assertThrows(
            MalformedWeightsException.class,
            () ->
                Criteria.builder()
                    .setTypes(Image.class, float[].class)
                    .optArtifactId("vgg16-relu6")
                    .build()
                    .loadModel());
    assertTrue(
        String.valueOf(e.getMessage()).contains("layer conv1_1: found weights of shape"),
        e.toString());
  }

  /** The same rounds by the ten thousand are a matter for benchmarks. */
  @Test
  void loadPredictCloseLeavesNothingOpen() throws Exception {
    Image image = ImageFactory.getInstance().fromFile(photos.resolve("roses/roses-0001.jpg"));
    float[] first = round(image);
    int before = open();
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(first, round(image), 1e-6f);
    }
    assertEquals(before, open());
  }

  private static float[] round(Image image)
      throws IOException, ModelNotFoundException, MalformedModelException, TranslateException {
    try (ZooModel<Image, Classifications> model =
            criteria().optArtifactId("flowers-vgg16").build().loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      Classifications classes = predictor.predict(image);
      float[] probabilities = new float[5];
      for (int i = 0; i < 5; i++) {
        probabilities[i] = classes.getProbabilities().get(i).floatValue();
      }
      return probabilities;
    }
  }

  private static int open() {
    return ((ai.djl.ndarray.BaseNDManager)
            ai.djl.engine.Engine.getEngine("TensorFlow").newBaseManager().getParentManager())
        .getManagedArrays()
        .size();
  }

  private static String version(Criteria<Image, Classifications> criteria)
      throws IOException, ModelNotFoundException, MalformedModelException {
    try (ZooModel<Image, Classifications> model = criteria.loadModel()) {
      return model.getProperty("version");
    }
  }

  private static Criteria.Builder<Image, Classifications> criteria() {
    return Criteria.builder().setTypes(Image.class, Classifications.class);
  }
}
