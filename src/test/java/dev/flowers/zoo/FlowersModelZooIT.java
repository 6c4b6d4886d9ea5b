package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.nn.LambdaBlock;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import ai.djl.util.Progress;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallModel;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.PhotoInput;
import dev.flowers.trunk.PhotoTranslator;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.trunk.vgg.SeededVgg;
import dev.flowers.trunk.vgg.VggTopology;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
    photos = PaintedPhotos.paint(directory.resolve("photos"), 8, 3);
    for (long seed = 1; seed <= 2; seed++) {
      SmallModel.publishedIn(
          home, photos, HeadOptions.builder().optHidden(8).optEpochs(2).optSeed(seed).build());
    }
  }

  @AfterAll
  static void forgetHome() {
    System.clearProperty(HOME);
  }

  @Test
  void criteriaByArtifactGiveTheCurrentModel() throws Exception {
    assertEquals("2", version(criteria().optArtifactId("flowers-vgg16").build()));
    ModelRepository repository = new ModelRepository(home);
    repository.rollback("flowers-vgg16");
    assertEquals("1", version(criteria().optArtifactId("flowers-vgg16").build()));
    repository.promote(
        repository.find("flowers-vgg16:2"), Promotion.By.PROMOTE, "a test's", Optional.empty());
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
    assertTrue(artifacts.contains("dev.flowers:vgg19-relu6"), artifacts.toString());
    assertTrue(artifacts.contains("dev.flowers:vgg16-pool5"), artifacts.toString());
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

  @Test
  void trunkThatWasNotNamedIsNotFetchedNorAnotherGiven() throws IOException {
    Path empty = directory.resolve("empty");
    Path pool5 = directory.resolve("pool5.npy");
    new SeededVgg(VggTopology.VGG16_POOL5, 1, 512).write(pool5, bytes -> {});
    new TrunkStore(new Home(empty).trunk()).convert(pool5, bytes -> {});
    System.setProperty(HOME, empty.toString());
    try {
      Criteria<Image, float[]> criteria =
          Criteria.builder().setTypes(Image.class, float[].class).optGroupId("dev.flowers").build();
      ModelNotFoundException e =
          assertThrows(ModelNotFoundException.class, () -> criteria.loadModel());
      assertTrue(
          String.valueOf(e.getCause()).contains("optArtifactId(\"vgg16-relu6\")"),
          String.valueOf(e.getCause()));
      assertDoesNotThrow(() -> criteria.downloadModel());
      assertFalse(Files.exists(new Home(empty).weights()));
    } finally {
      System.setProperty(HOME, home.root().toString());
    }
  }

  @Test
  void translatorOfTheStrangersOwnGetsHisArguments() throws Exception {
    Criteria<Image, String> criteria =
        Criteria.builder()
            .setTypes(Image.class, String.class)
            .optArtifactId("flowers-vgg16")
            .optArgument("answer", "a flower")
            .optTranslatorFactory(new AnswerFactory())
            .build();
    try (ZooModel<Image, String> model = criteria.loadModel();
        Predictor<Image, String> predictor = model.newPredictor()) {
      Image image = ImageFactory.getInstance().fromFile(photos.resolve("roses/roses-0001.jpg"));
      assertEquals("a flower", predictor.predict(image));
    }
  }

  /** Answers what its arguments say, whatever the model does. */
  private static final class AnswerFactory implements TranslatorFactory {
    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
      return Set.of(new Pair<>(Image.class, String.class));
    }

    @Override
    @SuppressWarnings("unchecked") // a test's
    public <I, O> Translator<I, O> newInstance(
        Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) {
      String answer = String.valueOf(arguments.get("answer"));
      return (Translator<I, O>) new PhotoTranslator<>(PhotoInput.square(224), row -> answer);
    }
  }

  @Test
  void deviceAndNameAndProgressAreHonoured() throws Exception {
    Told told = new Told();
    try (ZooModel<Image, Classifications> model =
        criteria()
            .optArtifactId("flowers-vgg16")
            .optDevice(Device.cpu())
            .optModelName("mine")
            .optProgress(told)
            .build()
            .loadModel()) {
      assertEquals(Device.cpu(), model.getNDManager().getDevice());
      assertEquals("mine", model.getName());
    }
    assertEquals(List.of("reset Loading 1", "update 1", "end"), told.calls);
  }

  /** Writes down what it is told. */
  private static final class Told implements Progress {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void reset(String message, long max, @Nullable String trailingMessage) {
      calls.add("reset " + message + " " + max);
    }

    @Override
    public void start(long initialProgress) {}

    @Override
    public void end() {
      calls.add("end");
    }

    @Override
    public void increment(long increment) {}

    @Override
    public void update(long progress, @Nullable String message) {
      calls.add("update " + progress);
    }
  }

  @Test
  void precisionIsAnOption() throws Exception {
    for (String precision : List.of("auto", "float32")) {
      criteria().optOption("precision", precision).build().loadModel().close();
    }
    Criteria.Builder<Image, Classifications> rounded =
        criteria().optOption("precision", "bfloat16");
    if (Precision.best() == Precision.BFLOAT16) {
      rounded.build().loadModel().close();
    } else {
      assertRefused("precision: found bfloat16, expected float32", rounded);
    }
  }

  @Test
  void whatIsNotHonouredIsRefusedByName() {
    assertRefused(
        "found filter colour, layers, expected version",
        criteria().optFilter("colour", "red").optFilter("layers", "50").optFilter("version", "1"));
    assertRefused(
        "found option MapLocation, expected precision",
        criteria().optOption("MapLocation", "true"));
    assertRefused(
        "found option precision half, expected auto or one of [float32, bfloat16]",
        criteria().optOption("precision", "half"));
    assertRefused("found argument topK, expected none", criteria().optArgument("topK", 3));
    assertRefused("found a block, expected none", criteria().optBlock(new LambdaBlock(x -> x)));
    assertRefused(
        "device: found " + Device.gpu(1000) + ", expected cpu()",
        criteria().optDevice(Device.gpu(1000)));
  }

  private static void assertRefused(
      String message, Criteria.Builder<Image, Classifications> builder) {
    for (Criteria<Image, Classifications> ours :
        List.of(
            builder.optArtifactId("flowers-vgg16").build(),
            builder.optArtifactId(null).optGroupId("dev.flowers").build(),
            builder.optGroupId(null).optModelZoo(new FlowersModelZoo(home)).build())) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, ours::loadModel);
      assertTrue(String.valueOf(e.getMessage()).contains(message), e.toString());
    }
    // As when DJL is trying all models that it knows, and goes on to the next.
    Criteria<Image, Classifications> anybodys = builder.optModelZoo(null).build();
    ModelNotFoundException e =
        assertThrows(
            ModelNotFoundException.class,
            () ->
                new FlowersModelZoo(home).getModelLoaders().iterator().next().loadModel(anybodys));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.toString());
  }

  @Test
  void anotherEngineIsRefused() {
    for (Criteria.Builder<Image, Classifications> builder :
        List.of(
            criteria().optGroupId("dev.flowers"),
            criteria().optModelZoo(new FlowersModelZoo(home)))) {
      assertThrows(
          ModelNotFoundException.class, () -> builder.optEngine("PyTorch").build().loadModel());
    }
  }

  @Test
  void aZooOfAnotherHomeHasThatHomesModels() throws Exception {
    Home other = new Home(directory.resolve("another"));
    SmallModel.publishedIn(other, photos, HeadOptions.builder().optHidden(8).optEpochs(1).build());
    assertEquals("2", version(criteria().optModelZoo(new FlowersModelZoo(home)).build()));
    assertEquals("1", version(criteria().optModelZoo(new FlowersModelZoo(other)).build()));
    assertEquals("2", version(criteria().optModelZoo(new FlowersModelZoo()).build()));
  }

  @Test
  void classNamesOfAnotherModelAreRefused() throws Exception {
    PublishedModel third =
        SmallModel.publishedIn(
            new Home(directory.resolve("other")),
            photos,
            HeadOptions.builder().optHidden(8).optEpochs(1).build());
    Path synset = third.directory().resolve(PublishedModel.SYNSET);
    Files.writeString(synset, "roses\ntulips\n");
    IOException e =
        assertThrows(
            IOException.class,
            () -> third.open(new TrunkStore(directory.resolve("other").resolve("trunk"))));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith(synset + ": found the classes [roses, tulips]"),
        e.toString());
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
