package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.FlowerClassifier;
import dev.flowers.PaintedPhotos;
import dev.flowers.SmallTrunk;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.image.ImageDecoder;
import dev.flowers.storage.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left, and for whom, when a version is removed. */
class ModelRemovalIT {
  @TempDir static Path directory;
  private static Home home;
  private static Path photo;
  private static TrainedHead head;

  private static ModelRepository repository;
  private String name = "";

  @BeforeAll
  static void train() throws IOException {
    home = new Home(directory.resolve("home"));
    repository = new ModelRepository(home);
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 4, 3);
    photo = photos.resolve("daisy/daisy-0001.jpg");
    Path tfrecord = home.embeddings().resolve("photos.tfrecord");
    new Embedder(SmallTrunk.convertedIn(home.root()), ImageDecoder.withDefaults())
        .embed(PhotoFolder.list(photos), tfrecord, new ai.djl.training.util.ProgressBar());
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      head =
          new HeadTrainer(HeadOptions.builder().optHidden(8).optEpochs(1).build())
              .train(file, new Split(100, 0, 0, 0));
    }
  }

  @BeforeEach
  void publishThreeVersions(TestInfo test) throws IOException {
    name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    for (int version = 1; version <= 3; version++) {
      publish();
    }
  }

  @Test
  void theOneBeforeBecomesTheNewest() throws IOException {
    PublishedModel newest = repository.find(name);
    repository.rollback(name);
    long bytes = newest.bytes();
    assertEquals(bytes, repository.remove(newest));
    assertEquals(2, repository.find(name).version());
    assertFalse(Files.exists(newest.directory()));
    assertEquals(List.of("1", "2", "metadata.json", "promotions.json"), children());
    assertEquals(List.of("2", "1"), DjlList.versions(home, name));
  }

  @Test
  void aVersionIsNeverUsedAgain() throws IOException {
    for (int version = 1; version <= 3; version++) {
      repository.remove(repository.find(name + ":" + version)); // the current one last
    }
    assertEquals(List.of(), repository.versions(name));
    assertFalse(repository.names().contains(name));
    assertEquals(List.of(), DjlList.versions(home, name));
    assertEquals(4, publish().version());
    assertEquals(List.of("4"), DjlList.versions(home, name));
  }

  @Test
  void oneInTheMiddleLeavesTheNewestAsItWas() throws IOException {
    repository.remove(repository.find(name + ":2"));
    assertEquals(List.of("3", "1"), DjlList.versions(home, name));
    assertEquals(4, publish().version());
  }

  @Test
  void whoHasLoadedItKeepsIt() throws IOException {
    try (FlowerClassifier before = FlowerClassifier.load(home, name);
        FlowerClassifier unused = FlowerClassifier.load(home, name)) {
      String answer = before.classify(photo).toString();
      repository.rollback(name);
      repository.remove(repository.find(name + ":3"));
      assertEquals(answer, before.classify(photo).toString());
      assertEquals(answer, unused.classify(photo).toString());
    }
  }

  @Test
  void oneThatIsGoneCannotBeRemovedAgain() throws IOException {
    PublishedModel second = repository.find(name + ":2");
    repository.remove(second);
    ModelUnavailableException gone =
        assertThrows(ModelUnavailableException.class, () -> repository.remove(second));
    assertTrue(String.valueOf(gone.getMessage()).contains("no such version"), gone.toString());
  }

  @Test
  void aListThatIsNoJsonIsNamedAndNothingIsPublished() throws IOException {
    Path metadata = Files.writeString(model().resolve("metadata.json"), "[1");
    IOException damaged = assertThrows(IOException.class, this::publish);
    assertTrue(String.valueOf(damaged.getMessage()).startsWith(metadata + ": found "));
    assertTrue(
        String.valueOf(damaged.getMessage())
            .contains("delete it: the next training makes it anew"));
    assertEquals(List.of("1", "2", "3", "metadata.json", "promotions.json"), children());
    Files.delete(metadata);
    publish();
    assertEquals(List.of("4", "3", "2", "1"), DjlList.versions(home, name));
  }

  @Test
  void whatKilledRunsLeftIsRemovedByTheNextOne() throws IOException {
    Path model = repository.find(name).directory().resolveSibling(".");
    for (String left : List.of(".partial-123", ".4.partial-99999999999", ".9.partial-removed")) {
      Files.writeString(
          Files.createDirectory(model.resolve(left)).resolve("synset.txt"), "daisy\n");
    }
    publish();
    assertEquals(List.of("1", "2", "3", "4", "metadata.json", "promotions.json"), children());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoMayReadOtherFilesMayReadAModel() throws IOException {
    Path plain = Files.createDirectory(directory.resolve("plain-" + name));
    Path file = Files.createFile(plain.resolve("file"));
    Path published = repository.find(name).directory();
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(published));
    try (Stream<Path> files = Files.list(published)) {
      for (Path each : files.toList()) {
        assertEquals(
            Files.getPosixFilePermissions(file),
            Files.getPosixFilePermissions(each),
            each.toString());
      }
    }
  }

  private PublishedModel publish() throws IOException {
    PublishedModel model =
        repository.publish(
            name,
            head,
            ModelProvenance.now(
                "",
                "",
                head.provenance(),
                new ModelProvenance.TestFigures(0, OptionalDouble.empty(), OptionalDouble.empty()),
                "",
                ""));
    repository.promote(model, Promotion.By.PROMOTE, "a test's", Optional.empty());
    return model;
  }

  private List<String> children() throws IOException {
    try (Stream<Path> children = Files.list(model())) {
      return children.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path model() {
    return home.zoo().resolve("model/cv/image_classification/dev/flowers").resolve(name);
  }
}
