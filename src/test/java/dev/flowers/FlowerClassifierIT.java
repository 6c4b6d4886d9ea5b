package dev.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.flowers.image.ImageDecoder;
import dev.flowers.image.UnreadableImageException;
import dev.flowers.novelty.NearPhoto;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.novelty.UnknownReason;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FlowerClassifierIT {
  @TempDir static Path directory;
  private static Home home;
  private static List<Path> photos;

  @BeforeAll
  static void publish() throws IOException {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 8);
    home = painted.home();
    photos = painted.photos();
  }

  @Test
  void agreesWithTheModelZoo() throws Exception {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optArtifactId("flowers-vgg16")
            .build();
    System.setProperty("FLOWERS_HOME", home.root().toString());
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor();
        FlowerClassifier classifier = FlowerClassifier.load()) {
      Image image = ImageFactory.getInstance().fromFile(photos.get(0));
      assertEquals(
          predictor.predict(image).toString(), classifier.classify(photos.get(0)).toString());
    } finally {
      System.clearProperty("FLOWERS_HOME");
    }
  }

  @Test
  void threadsGetTheAnswersThatOneThreadGets() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (FlowerClassifier classifier = load()) {
      List<String> expected = new ArrayList<>();
      for (Path photo : photos) {
        expected.add(classifier.classify(photo).toString());
      }
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        photos.forEach(photo -> tasks.add(() -> classifier.classify(photo).toString()));
      }
      List<Future<String>> answers = threads.invokeAll(tasks);
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(expected.get(i % photos.size()), answers.get(i).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void identifyingGivesTheClassesOfClassifyingAndWhatIsNear() throws IOException {
    try (FlowerClassifier classifier = load()) {
      Identification found = classifier.identify(photos.get(0));
      assertClose(classifier.classify(photos.get(0)), found.classes());
      // Of 8 validation photos none may be called novel.
      assertEquals(found.classes().best().getClassName(), found.className().orElseThrow());
      assertEquals(found.classes().best().getProbability(), found.probability());
      assertTrue(found.novelty() >= 0 && found.novelty() < 100, "found " + found.novelty());
      assertEquals(3, found.nearest().size());
      for (NearPhoto near : found.nearest()) {
        assertTrue(photos.stream().anyMatch(photo -> photo.endsWith(near.path())), near.toString());
        assertTrue(near.path().startsWith(near.className()), near.toString());
      }
    }
  }

  @Test
  void whatIsNotProbableEnoughIsAmbiguous() throws IOException {
    try (FlowerClassifier classifier = load()) {
      UnknownOptions strict = new UnknownOptions(0, OptionalDouble.of(0.99));
      int known = 0;
      List<FlowerClassifier.IdentifiedAnswer> answers = classifier.identifyAll(photos, strict);
      assertEquals(photos, answers.stream().map(FlowerClassifier.IdentifiedAnswer::photo).toList());
      for (FlowerClassifier.IdentifiedAnswer answer : answers) {
        Identification found = answer.identification().orElseThrow();
        assertTrue(found.reason().isEmpty() || found.reason().get() == UnknownReason.AMBIGUOUS);
        assertEquals(found.reason().isEmpty(), found.className().isPresent());
        known += found.className().isPresent() ? 1 : 0;
      }
      assertTrue(known > 0);
      InvalidInputException e =
          assertThrows(
              InvalidInputException.class,
              () ->
                  classifier.identifyAll(photos, new UnknownOptions(0, OptionalDouble.of(0.001))));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("max error: found 0.001"), e.getMessage());
    }
  }

  @Test
  void threadsIdentifyAsOneThreadDoes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (FlowerClassifier classifier = load()) {
      List<Callable<Identification>> tasks = new ArrayList<>();
      photos.subList(0, 10).forEach(photo -> tasks.add(() -> classifier.identify(photo)));
      List<Future<Identification>> answers = threads.invokeAll(tasks);
      for (int i = 0; i < tasks.size(); i++) {
        Identification expected = classifier.identify(photos.get(i));
        assertEquals(expected.novelty(), answers.get(i).get().novelty(), 1e-3);
        assertEquals(expected.className(), answers.get(i).get().className());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void identifiesWithoutTheEmbeddingsAndAModelWithoutADetectorSaysSo() throws IOException {
    Home other = new Home(directory.resolve("other"));
    try (Stream<Path> files = Files.walk(home.root())) {
      for (Path file : files.toList()) {
        Files.copy(file, other.root().resolve(home.root().relativize(file).toString()));
      }
    }
    Path version = new ModelRepository(other).find("flowers-vgg16").directory();
    FileTree.delete(other.embeddings());
    try (FlowerClassifier classifier = FlowerClassifier.load(other, "flowers-vgg16")) {
      assertEquals(3, classifier.identify(photos.get(0)).nearest().size());
    }
    Files.delete(version.resolve("novelty.json"));
    try (FlowerClassifier classifier = FlowerClassifier.load(other, "flowers-vgg16")) {
      classifier.classify(photos.get(0));
      IOException e = assertThrows(IOException.class, () -> classifier.identify(photos.get(0)));
      assertTrue(
          String.valueOf(e.getMessage()).contains("expected novelty.json in " + version),
          e.getMessage());
    }
  }

  @Test
  void everyKindOfInputGivesTheSameAnswer() throws IOException {
    Path photo = photos.get(0);
    BufferedImage decoded = ImageDecoder.withDefaults().decode(photo);
    try (FlowerClassifier classifier = load()) {
      String expected = classifier.classify(photo).toString();
      try (var stream = Files.newInputStream(photo)) {
        assertEquals(expected, classifier.classify(stream).toString());
      }
      assertEquals(expected, classifier.classify(Files.readAllBytes(photo)).toString());
      assertEquals(expected, classifier.classify(decoded).toString());
      Image image = ImageFactory.getInstance().fromImage(decoded);
      assertEquals(expected, classifier.classify(image).toString());
    }
  }

  @Test
  void aBadPhotoCostsItselfAlone() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.jpg"), "no photo");
    Path missing = directory.resolve("missing.jpg");
    try (FlowerClassifier classifier = load()) {
      Classifications expected = classifier.classify(photos.get(0));
      List<FlowerClassifier.Answer> answers =
          classifier.classifyAll(List.of(photos.get(0), bad, missing, photos.get(0)));
      assertClose(expected, answers.get(0).classes().orElseThrow());
      assertTrue(answers.get(1).classes().isEmpty());
      assertTrue(answers.get(1).fault().startsWith(bad + ": found"), answers.get(1).fault());
      assertEquals(missing + ": no such file or folder", answers.get(2).fault());
      assertClose(expected, answers.get(3).classes().orElseThrow());
      assertThrows(UnreadableImageException.class, () -> classifier.classify(bad));
      assertThrows(
          UnreadableImageException.class,
          () -> classifier.classify(new ByteArrayInputStream(new byte[3])));
    }
  }

  @Test
  void anUploadsNameStandsInItsErrors() throws IOException {
    byte[] noPhoto = "no photo".getBytes(StandardCharsets.UTF_8);
    try (FlowerClassifier classifier = load()) {
      for (Executable upload :
          List.<Executable>of(
              () -> classifier.classify(noPhoto, "garden.jpg"),
              () -> classifier.classify(new ByteArrayInputStream(noPhoto), "garden.jpg"))) {
        UnreadableImageException e = assertThrows(UnreadableImageException.class, upload);
        assertTrue(String.valueOf(e.getMessage()).startsWith("garden.jpg: found"), e.toString());
      }
    }
  }

  /** A batch's sums are added in another order. */
  private static void assertClose(Classifications expected, Classifications found) {
    for (String name : expected.getClassNames()) {
      assertEquals(
          expected.get(name).getProbability(), found.get(name).getProbability(), 1e-6, name);
    }
  }

  @Test
  void afterClosingItSaysThatItIsClosed() throws IOException {
    FlowerClassifier classifier = load();
    classifier.close();
    classifier.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> classifier.classify(photos.get(0)));
    assertEquals("flowers-vgg16:1 is closed", e.getMessage());
  }

  @Test
  void closingWaitsForTheCallsUnderWay() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 10; round++) {
        FlowerClassifier classifier = load();
        String expected = classifier.classify(photos.get(0)).toString();
        CountDownLatch busy = new CountDownLatch(4);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          answers.add(threads.submit(() -> classifyUntilClosed(classifier, expected, busy)));
        }
        assertTrue(busy.await(60, TimeUnit.SECONDS));
        classifier.close();
        for (Future<Integer> answer : answers) {
          assertTrue(answer.get() > 0);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int classifyUntilClosed(
      FlowerClassifier classifier, String expected, CountDownLatch busy) throws IOException {
    int answers = 0;
    while (true) {
      String answer;
      try {
        answer = classifier.classify(photos.get(0)).toString();
      } catch (IllegalStateException closed) {
        assertEquals("flowers-vgg16:1 is closed", closed.getMessage());
        return answers;
      }
      assertEquals(expected, answer);
      answers++;
      busy.countDown();
    }
  }

  /** Thirty of these photos decoded at once are 900 MB. */
  @Test
  void manyLargePhotosNeedNoRoomForAllOfThem() throws Exception {
    Path large = directory.resolve("large.jpg");
    ImageIO.write(new BufferedImage(3000, 2500, BufferedImage.TYPE_INT_RGB), "jpg", large.toFile());
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            JavaProcess.builder(
                JavaProcess.classPath(),
                ClassifyMany.class,
                List.of("-Xmx256m", "-XX:ActiveProcessorCount=2"),
                List.of(home.root().toString(), large.toString(), "30")),
            120);
    assertEquals(0, outcome.exitCode(), outcome.output());
    assertTrue(outcome.output().contains("30 answers"), outcome.output());
  }

  /** Classifies one photo many times, in one call. */
  static final class ClassifyMany {
    public static void main(String[] args) throws IOException {
      List<Path> many =
          Stream.generate(() -> Path.of(args[1])).limit(Long.parseLong(args[2])).toList();
      try (FlowerClassifier classifier =
          FlowerClassifier.load(new Home(Path.of(args[0])), ModelRepository.DEFAULT_NAME)) {
        long answers =
            classifier.classifyAll(many).stream().filter(a -> a.classes().isPresent()).count();
        System.out.println(answers + " answers");
      }
    }
  }

  /** TensorFlow maps the weights while it runs; what is the file's alone, all runs share. */
  @Test
  @Tag("soak")
  @EnabledOnOs(value = OS.LINUX, disabledReason = "mappings are looked up in /proc")
  void classifiersShareTheMappedTrunk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    CountDownLatch busy = new CountDownLatch(2);
    List<Mapping> weights = new ArrayList<>();
    try (FlowerClassifier first = load();
        FlowerClassifier second = load()) {
      String expected = first.classify(photos.get(0)).toString();
      List<Future<Integer>> answers =
          Stream.of(first, second)
              .map(one -> threads.submit(() -> classifyUntilClosed(one, expected, busy)))
              .toList();
      assertTrue(busy.await(60, TimeUnit.SECONDS));
      for (int i = 0; i < 1000 && weights.isEmpty(); i++) {
        weights.addAll(Mapping.of(home.trunk()));
      }
      first.close();
      second.close();
      for (Future<Integer> answer : answers) {
        assertTrue(answer.get() > 0);
      }
    } finally {
      threads.shutdownNow();
    }
    assertFalse(weights.isEmpty());
    for (Mapping mapping : weights) {
      assertTrue(mapping.backedByTheFileAlone(), mapping.toString());
    }
    assertEquals(List.of(), Mapping.of(home.trunk()), "closing leaves nothing mapped");
  }

  /**
   * A piece of this process's memory that shows a file.
   *
   * @param anonymous kilobytes that are this mapping's own, and no longer the file's
   */
  private record Mapping(String file, long anonymous) {
    boolean backedByTheFileAlone() {
      return anonymous == 0;
    }

    static List<Mapping> of(Path directory) throws IOException {
      List<Mapping> mappings = new ArrayList<>();
      String file = "";
      for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
        if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
          int at = line.indexOf(directory.toString());
          file = at < 0 ? "" : line.substring(at);
        } else if (line.startsWith("Anonymous:") && !file.isEmpty()) {
          mappings.add(new Mapping(file, Long.parseLong(line.replaceAll("[^0-9]", ""))));
        }
      }
      return mappings;
    }
  }

  private static FlowerClassifier load() throws IOException {
    // In bfloat16 a photo in a batch and the same alone may be rounded differently.
    return FlowerClassifier.load(
        home, ModelRepository.DEFAULT_NAME, Optional.of(Precision.FLOAT32));
  }
}
