package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.tensorboard.ReadEvent;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --tensorboard}. */
class TensorBoardIT {
  @TempDir static Path directory;
  private static PaintedHome painted;

  @BeforeAll
  static void paint() throws IOException {
    painted = PaintedHome.in(directory, 10);
  }

  @Test
  void theLogHasTheHistoryAndTheTestFiguresOfThePublishedModel() throws IOException {
    Path log = directory.resolve("runs");
    Cli run =
        Cli.run(
            painted.home(),
            "train",
            "--photos",
            painted.photos(),
            "--hidden",
            16,
            "--epochs",
            4,
            "--split",
            "60/20/20",
            "--tensorboard",
            log);
    assertEquals(0, run.exitCode(), run.err());
    ModelProvenance made =
        new ModelRepository(new Home(painted.home())).find("flowers-vgg16").provenance();
    Path training = only(log);

    List<ReadEvent> train = ReadEvent.all(only(training.resolve("train")));
    List<ReadEvent> validation = ReadEvent.all(only(training.resolve("validation")));
    List<EpochResult> history = made.head().history();
    assertEquals(1 + history.size(), train.size());
    assertEquals(1 + history.size(), validation.size());
    for (EpochResult epoch : history) {
      ReadEvent trained = train.get(epoch.epoch());
      assertEquals(epoch.epoch(), trained.step());
      assertEquals(
          Map.of(
              "loss", (float) epoch.trainLoss(),
              "accuracy", (float) epoch.trainAccuracy(),
              "learning_rate", HeadOptions.defaults().learningRate()),
          trained.scalars());
      ReadEvent validated = validation.get(epoch.epoch());
      assertEquals(epoch.epoch(), validated.step());
      assertEquals(
          Map.of(
              "loss", (float) epoch.validationLoss().orElseThrow(),
              "accuracy", (float) epoch.validationAccuracy().orElseThrow()),
          validated.scalars());
    }
    ReadEvent test = ReadEvent.all(only(training.resolve("test"))).get(1);
    assertEquals(made.head().bestEpoch(), test.step());
    assertEquals(
        Map.of(
            "loss", (float) made.test().loss().orElseThrow(),
            "accuracy", (float) made.test().accuracy().orElseThrow()),
        test.scalars());
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidBeforeAnythingElseIsDone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");
    Cli run = Cli.run(painted.home(), "train", "--photos", painted.photos(), "--tensorboard", file);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(file + ": "), run.err());
    assertFalse(run.err().contains("unexpected error"), run.err());
    assertEquals("", run.out());
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = new ArrayList<>(files.toList());
      assertEquals(1, found.size(), found.toString());
      return found.get(0);
    }
  }
}
