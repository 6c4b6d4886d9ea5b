package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.evaluation.PairedComparison;
import dev.flowers.head.SmallHead;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version a name stands for. */
class CurrentVersionTest {
  private static final String NAME = "roses";

  @TempDir Path directory;
  private Home home;
  private ModelRepository repository;

  @BeforeEach
  void prepare() {
    home = new Home(directory.resolve("home"));
    repository = new ModelRepository(home);
  }

  private PublishedModel publish() throws IOException {
    TrainedHead head = SmallHead.of(0);
    return repository.publish(
        NAME,
        head,
        ModelProvenance.now(
            "a.tfrecord",
            "",
            head.provenance(),
            new ModelProvenance.TestFigures(0, OptionalDouble.empty(), OptionalDouble.empty()),
            "",
            ""));
  }

  private Promotion promote(int version) throws IOException {
    return repository.promote(
        repository.find(NAME + ":" + version), Promotion.By.PROMOTE, "a test", Optional.empty());
  }

  private int current() throws IOException {
    return repository.find(NAME).version();
  }

  private Path model() {
    return home.zoo().resolve("model/cv/image_classification/dev/flowers").resolve(NAME);
  }

  /** As after a run that was killed between publishing and promoting. */
  @Test
  void publishingIsNotPromotingButTheFirstIsCurrent() throws IOException {
    publish();
    assertEquals(1, current());
    PublishedModel second = publish();
    assertEquals(1, current());
    assertEquals(SmallHead.of(0).classes(), second.classes(), "it is complete all the same");
    assertEquals(List.of(2, 1), versions());
    Promotion decision = promote(2);
    assertEquals(2, current());
    assertEquals(1, decision.from());
    assertEquals(List.of(Promotion.By.PUBLISH, Promotion.By.PROMOTE), causes());
  }

  @Test
  void theListForDjlHasTheCurrentOneFirst() throws IOException {
    publish();
    publish();
    publish();
    assertEquals(List.of("1", "3", "2"), DjlList.versions(home, NAME));
    promote(2);
    assertEquals(List.of("2", "3", "1"), DjlList.versions(home, NAME));
    repository.rollback(NAME);
    assertEquals(List.of("1", "3", "2"), DjlList.versions(home, NAME));
  }

  @Test
  void rollbacksGoBackStepByStepAndPassOverWhatWasRemoved() throws IOException {
    for (int version = 1; version <= 4; version++) {
      publish();
      promote(version);
    }
    repository.remove(repository.find(NAME + ":3"));
    assertEquals(2, repository.rollback(NAME).version());
    assertEquals(2, current());
    assertEquals(1, repository.rollback(NAME).version());
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> repository.rollback(NAME));
    assertTrue(
        String.valueOf(e.getMessage()).contains("no version that was current before roses:1"),
        e.toString());
    assertEquals(1, current());
    promote(4);
    assertEquals(1, repository.rollback(NAME).version(), "back to where it was promoted from");
  }

  @Test
  void aDecisionAgainstItIsKeptWithItsFiguresAndChangesNothing() throws IOException {
    publish();
    PublishedModel second = publish();
    PairedComparison figures = new PairedComparison(40, 5, 1, 4);
    repository.decline(second, Promotion.By.TRAIN, "it is worse", Optional.of(figures));
    assertEquals(1, current());
    Promotion kept = repository.history(NAME).get(1);
    assertFalse(kept.promoted());
    assertEquals(List.of(figures), kept.comparison());
    assertEquals("it is worse", kept.reason());
  }

  @Test
  void inAHomeOfBeforeTheNewestIsCurrentAndStaysItWhenAnotherIsPublished() throws IOException {
    publish();
    publish();
    Files.delete(model().resolve(PromotionHistory.FILE));
    assertEquals(2, current());
    assertEquals(List.of(), repository.history(NAME));
    publish();
    assertEquals(2, current());
    promote(3);
    assertEquals(2, repository.rollback(NAME).version());
    assertEquals(
        List.of(Promotion.By.EARLIER, Promotion.By.PROMOTE, Promotion.By.ROLLBACK), causes());
  }

  @Test
  void theCurrentVersionIsRemovedOnlyAsTheLastOne() throws IOException {
    publish();
    publish();
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class, () -> repository.remove(repository.find(NAME + ":1")));
    assertTrue(String.valueOf(e.getMessage()).contains("flowers models promote"), e.toString());
    assertEquals(List.of(2, 1), versions());
    repository.remove(repository.find(NAME + ":2"));
    repository.remove(repository.find(NAME + ":1"));
    assertEquals(List.of(), versions());
    assertEquals(3, publish().version());
    assertEquals(3, current(), "the only one again");
    assertThrows(InvalidInputException.class, () -> repository.rollback(NAME));
  }

  @Test
  void aVersionThatIsGoneFromTheDiskLeavesTheOneBeforeCurrent() throws IOException {
    for (int version = 1; version <= 3; version++) {
      publish();
    }
    promote(2);
    Files.move(model().resolve("2"), directory.resolve("elsewhere"));
    assertEquals(1, current());
  }

  @Test
  void aDamagedHistoryIsNamed() throws IOException {
    publish();
    Path file = model().resolve(PromotionHistory.FILE);
    Files.writeString(file, "{\"format\": 1, \"promotions\": 3}");
    IOException e = assertThrows(IOException.class, () -> repository.find(NAME));
    assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": found "), e.toString());
    assertTrue(String.valueOf(e.getMessage()).contains("delete it"), e.toString());
  }

  @Test
  void anyDamageToAHistoryIsRefusedNamingTheFile() throws IOException {
    publish();
    Path file = model().resolve(PromotionHistory.FILE);
    Mutations.check(file, PromotionHistory.FILE, () -> PromotionHistory.of(model()));
  }

  private List<Promotion.By> causes() throws IOException {
    return repository.history(NAME).stream().map(Promotion::by).toList();
  }

  private List<Integer> versions() throws IOException {
    return repository.versions(NAME).stream().map(PublishedModel::version).toList();
  }

  @Test
  void theCardIsInEachVersionAndSaysWhatTheProvenanceKnows() throws IOException {
    Path version = publish().directory();
    String readme = Files.readString(version.resolve(ModelCard.README));
    assertTrue(readme.startsWith("---\nlicense: unknown\n"), readme);
    for (String expected :
        List.of(
            "# roses:1",
            "It was not tested.",
            "flowers predict --model roses:1 photo.jpg",
            "The network that made the embeddings is not known")) {
      assertTrue(readme.contains(expected.replace("_", "\\_")), expected + " in\n" + readme);
    }
    String json = Files.readString(version.resolve(ModelCard.JSON_FILE));
    assertTrue(json.contains("\"model\": \"roses:1\""), json);
    assertTrue(json.contains("\"accuracy\": null"), json);
    assertEquals(
        2,
        IntStream.of(json.indexOf("\"daisy\""), json.indexOf("\"roses\""))
            .filter(i -> i > 0)
            .count());
  }
}
