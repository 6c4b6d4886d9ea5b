package dev.flowers.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.LearningRateSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:20:30.250Z");
  private static final String RUN = "20261125-102030";
  private static final EpochResult FIRST =
      new EpochResult(1, 1.5, 0.25, OptionalDouble.of(1.25), OptionalDouble.of(0.5), 0.1);
  private static final EpochResult SECOND =
      new EpochResult(2, 0.75, 0.625, OptionalDouble.of(0.875), OptionalDouble.of(0.75), 0.1);

  private static final HeadOptions OPTIONS =
      HeadOptions.builder()
          .optEpochs(2)
          .optLearningRate(0.5f)
          .optSchedule(LearningRateSchedule.STEP)
          .optWeightDecay(0)
          .build();

  @TempDir Path directory;

  @Test
  void hasTheHistoryInTwoRunsOfTheSameTags() throws IOException {
    try (TrainingLog log = log()) {
      log.accept(FIRST);
      log.accept(SECOND);
      log.test(2, 1.0, 0.5);
    }
    double wallTime = NOW.getEpochSecond() + 0.25;
    assertEquals(
        List.of(
            new ReadEvent(wallTime, 0, "brain.Event:2", Map.of()),
            new ReadEvent(
                wallTime, 1, "", Map.of("loss", 1.5f, "accuracy", 0.25f, "learning_rate", 0.5f)),
            new ReadEvent(
                wallTime,
                2,
                "",
                Map.of("loss", 0.75f, "accuracy", 0.625f, "learning_rate", 0.05f))),
        read("train"));
    assertEquals(
        List.of(
            new ReadEvent(wallTime, 0, "brain.Event:2", Map.of()),
            new ReadEvent(wallTime, 1, "", Map.of("loss", 1.25f, "accuracy", 0.5f)),
            new ReadEvent(wallTime, 2, "", Map.of("loss", 0.875f, "accuracy", 0.75f))),
        read("validation"));
    assertEquals(
        List.of(
            new ReadEvent(wallTime, 0, "brain.Event:2", Map.of()),
            new ReadEvent(wallTime, 2, "", Map.of("loss", 1f, "accuracy", 0.5f))),
        read("test"));
  }

  /** TensorBoard reads while the training goes on. */
  @Test
  void anEpochIsInTheFileAsSoonAsItIsThere() throws IOException {
    try (TrainingLog log = log()) {
      log.accept(FIRST);
      assertEquals(2, read("train").size());
      log.accept(SECOND);
      assertEquals(3, read("train").size());
    }
  }

  @Test
  void withoutValidationPhotosThereIsNoRunOfThem() throws IOException {
    try (TrainingLog log = log()) {
      log.accept(
          new EpochResult(1, 1.5, 0.25, OptionalDouble.empty(), OptionalDouble.empty(), 0.1));
    }
    assertEquals(List.of("train"), names(directory.resolve(RUN)));
  }

  @Test
  void twoTrainingsOfOneSecondHaveFoldersOfTheirOwn() throws IOException {
    try (TrainingLog one = log();
        TrainingLog other = log()) {
      one.accept(FIRST);
      other.accept(SECOND);
    }
    assertEquals(List.of(RUN, RUN + "-2"), names(directory));
    assertEquals(2, read("train").size());
  }

  @Test
  void nothingIsWrittenBeforeTheFirstEpoch() throws IOException {
    log().close();
    assertEquals(List.of(), names(directory));
  }

  @Test
  void theFilesNameHasTheTimeAndAHost() throws IOException {
    try (TrainingLog log = log()) {
      log.accept(FIRST);
    }
    String name = names(directory.resolve(RUN).resolve("train")).get(0);
    assertTrue(name.matches("events\\.out\\.tfevents\\.1795602030\\.[A-Za-z0-9._-]+"), name);
    assertEquals("mine", EventFile.host(Map.of("HOSTNAME", "mine")));
    assertEquals("PC-1", EventFile.host(Map.of("COMPUTERNAME", "PC-1")));
    assertEquals("localhost", EventFile.host(Map.of()));
    assertEquals("localhost", EventFile.host(Map.of("HOSTNAME", "../up")));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (TrainingLog log = new TrainingLog(file, OPTIONS, Clock.fixed(NOW, ZoneOffset.UTC))) {
      UncheckedIOException failed =
          assertThrows(UncheckedIOException.class, () -> log.accept(FIRST));
      assertTrue(String.valueOf(failed.getCause()).contains(file.toString()), failed.toString());
    }
  }

  private TrainingLog log() {
    return new TrainingLog(directory, OPTIONS, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private List<ReadEvent> read(String run) throws IOException {
    Path folder = directory.resolve(RUN).resolve(run);
    List<String> files = names(folder);
    assertEquals(1, files.size());
    return ReadEvent.all(folder.resolve(files.get(0)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
