package dev.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.ModelUnavailableException;
import dev.flowers.zoo.Promotion;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that goes over to what is published while it is used. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FollowingClassifierIT {
  private static final String NAME = ModelRepository.DEFAULT_NAME;
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir static Path directory;
  private static Home home;
  private static ModelRepository repository;
  private static Path photo;
  private static List<PublishedModel> trained;

  @BeforeAll
  static void train() throws IOException {
    home = new Home(directory.resolve("home"));
    repository = new ModelRepository(home);
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 4, 3);
    photo = photos.resolve("daisy/daisy-0001.jpg");
    trained = new ArrayList<>();
    for (long seed = 1; seed <= 2; seed++) {
      HeadOptions options = HeadOptions.builder().optHidden(8).optEpochs(1).optSeed(seed).build();
      trained.add(SmallModel.publishedIn(home, photos, options));
    }
    // Kept elsewhere: the tests begin with versions of their own.
    for (int i = 0; i < trained.size(); i++) {
      PublishedModel model = trained.get(i);
      Path kept = directory.resolve("head-" + i);
      model.head().save(kept);
      Files.copy(model.directory().resolve("model.json"), kept.resolve("model.json"));
      trained.set(i, new PublishedModel(NAME, model.version(), kept));
    }
  }

  @BeforeEach
  void publishTheFirst() throws IOException {
    publish(0);
  }

  @AfterEach
  void removeAll() throws IOException {
    List<PublishedModel> models = new ArrayList<>(repository.versions(NAME));
    if (!models.isEmpty()) {
      PublishedModel current = repository.find(NAME);
      models.remove(current);
      models.add(current); // as long as there are others it cannot go
    }
    for (PublishedModel model : models) {
      repository.remove(model);
    }
  }

  private static PublishedModel publish(int which) throws IOException {
    TrainedHead head = trained.get(which).head();
    PublishedModel model = repository.publish(NAME, head, trained.get(which).provenance());
    repository.promote(model, Promotion.By.PROMOTE, "a test's", Optional.empty());
    return model;
  }

  private static String answer(FlowerClassifier classifier) throws IOException {
    return classifier.classify(photo).toString();
  }

  @Test
  void takesTheNewVersionWhenToldToLook() throws IOException {
    try (FlowerClassifier classifier = FlowerClassifier.following(home, NAME, NEVER)) {
      String first = answer(classifier);
      assertFalse(classifier.refresh());
      PublishedModel newer = publish(1);
      assertEquals(first, answer(classifier), "nobody has looked");
      assertTrue(classifier.refresh());
      assertEquals(newer, classifier.model());
      String second = answer(classifier);
      assertFalse(second.equals(first), "the two heads differ");

      repository.rollback(NAME);
      repository.remove(newer);
      assertEquals(second, answer(classifier), "a version in use outlives its files");
      assertTrue(classifier.refresh());
      assertEquals(first, answer(classifier), "the one that was current before");
      removeAll();
      assertFalse(classifier.refresh());
      assertEquals(first, answer(classifier), "with none left it goes on");
    }
  }

  @Test
  void whatIsPublishedAndNotPromotedIsNotTaken() throws IOException {
    try (FlowerClassifier classifier = FlowerClassifier.following(home, NAME, NEVER)) {
      PublishedModel before = classifier.model();
      repository.publish(NAME, trained.get(1).head(), trained.get(1).provenance());
      assertFalse(classifier.refresh());
      assertEquals(before, classifier.model());
    }
  }

  @Test
  void oneThatWasLoadedStays() throws IOException {
    try (FlowerClassifier classifier = FlowerClassifier.load(home, NAME)) {
      PublishedModel before = classifier.model();
      publish(1);
      assertFalse(classifier.refresh());
      assertEquals(before, classifier.model());
    }
  }

  @Test
  void looksByItself() throws Exception {
    try (FlowerClassifier classifier =
        FlowerClassifier.following(home, NAME, Duration.ofMillis(20))) {
      PublishedModel newer = publish(1);
      while (!classifier.model().equals(newer)) {
        Thread.sleep(20); // until the test's time is over
      }
      classifier.classify(photo);
    }
  }

  @Test
  void aVersionThatCannotBeLoadedLeavesTheOneBeforeAtWork() throws Exception {
    try (FlowerClassifier classifier = FlowerClassifier.following(home, NAME, NEVER)) {
      String first = answer(classifier);
      Path synset = publish(1).directory().resolve("synset.txt");
      Files.writeString(synset, "roses\n");
      IOException e = assertThrows(IOException.class, classifier::refresh);
      assertTrue(String.valueOf(e.getMessage()).startsWith(synset + ": found"), e.toString());
      assertEquals(first, answer(classifier));
      publish(1);
      assertTrue(classifier.refresh());
    }
  }

  @Test
  void lookingGoesOnAfterAVersionThatCannotBeLoaded() throws Exception {
    PublishedModel present = repository.find(NAME);
    try (FlowerClassifier classifier =
        FlowerClassifier.following(home, NAME, Duration.ofMillis(5))) {
      Path damaged = Files.createDirectory(directory.resolve("damaged"));
      Files.move(
          damaged,
          present.directory().resolveSibling(Integer.toString(present.version() + 1)),
          StandardCopyOption.ATOMIC_MOVE);
      Thread.sleep(100); // some looks
      assertEquals(present, classifier.model());
      PublishedModel mended = publish(1);
      while (!classifier.model().equals(mended)) {
        Thread.sleep(5); // until the test's time is over
      }
    }
  }

  @Test
  void refusesWhatCannotBeFollowed() {
    assertThrows(
        IllegalArgumentException.class, () -> FlowerClassifier.following(home, NAME + ":1"));
    assertThrows(
        IllegalArgumentException.class,
        () -> FlowerClassifier.following(home, NAME, Duration.ZERO));
    assertThrows(
        ModelUnavailableException.class, () -> FlowerClassifier.following(home, "no-such-model"));
    assertEquals(Set.of(), threads());
  }

  @Test
  void noCallFailsWhileVersionsComeAndGoAndNothingStaysOpen() throws Exception {
    int before = openArraysAndManagers();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    try (FlowerClassifier classifier =
        FlowerClassifier.following(home, NAME, Duration.ofMillis(5))) {
      String first = answer(classifier);
      publish(1);
      classifier.refresh();
      Set<String> possible = Set.of(first, answer(classifier));
      assertEquals(2, possible.size());
      List<Future<Set<String>>> found = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        found.add(threads.submit(() -> answers(classifier, stop, calls)));
      }
      for (int round = 0; round < 40; round++) {
        publish(round % 2);
        if (round % 4 == 3) {
          PublishedModel gone = repository.find(NAME);
          repository.rollback(NAME);
          repository.remove(gone);
        }
        int seen = calls.get();
        while (calls.get() < seen + 4) {
          Thread.sleep(1);
        }
      }
      classifier.refresh();
      assertEquals(repository.find(NAME), classifier.model());
      stop.set(true);
      for (Future<Set<String>> answers : found) {
        assertEquals(possible, answers.get(), "each thread met both heads, and no other answer");
      }
    } finally {
      stop.set(true);
      threads.shutdownNow();
    }
    assertEquals(before, openArraysAndManagers());
  }

  private static Set<String> answers(
      FlowerClassifier classifier, AtomicBoolean stop, AtomicInteger calls) throws IOException {
    Set<String> answers = new HashSet<>();
    while (!stop.get()) {
      answers.add(answer(classifier));
      classifier.classifyAll(List.of(photo, photo));
      calls.incrementAndGet();
    }
    return answers;
  }

  @Test
  void closingEndsItsThread() throws Exception {
    FlowerClassifier classifier = FlowerClassifier.following(home, NAME, Duration.ofMillis(5));
    assertEquals(Set.of("versions of " + NAME), threads());
    classifier.close();
    classifier.close();
    while (!threads().isEmpty()) {
      Thread.sleep(5);
    }
    publish(1);
    assertFalse(classifier.refresh(), "what is closed takes nothing new");
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> classifier.classify(photo));
    assertTrue(String.valueOf(e.getMessage()).endsWith(" is closed"), e.toString());
  }

  @Test
  void closingWhileItLooksLeavesNothingOpen() throws Exception {
    int before = openArraysAndManagers();
    for (int i = 0; i < 10; i++) {
      FlowerClassifier classifier = FlowerClassifier.following(home, NAME, Duration.ofMillis(1));
      publish(i % 2);
      classifier.close();
    }
    while (!threads().isEmpty()) {
      Thread.sleep(5);
    }
    assertEquals(before, openArraysAndManagers());
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("versions of "))
        .collect(Collectors.toSet());
  }

  private static int openArraysAndManagers() {
    try (NDManager manager = Engine.getEngine("TensorFlow").newBaseManager()) {
      return ((BaseNDManager) manager.getParentManager()).getManagedArrays().size();
    }
  }
}
