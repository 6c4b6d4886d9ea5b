package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.Home;
import dev.flowers.storage.LockedHome;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published models, listed and removed. Each test has models of its own name. */
class ModelsIT {
  @TempDir static Path directory;
  private static PaintedHome painted;
  private static ModelRepository repository;

  @BeforeAll
  static void prepare() throws IOException {
    painted = PaintedHome.in(directory, 8);
    repository = new ModelRepository(new Home(painted.home()));
  }

  @Test
  void listsEachVersionWithTheNewestFirst() throws IOException {
    train("listed");
    train("listed");
    Cli run = Cli.run(painted.home(), "models");
    assertEquals(0, run.exitCode(), run.err());
    List<String> lines = run.out().lines().filter(line -> line.startsWith("listed:")).toList();
    PublishedModel newest = repository.find("listed");
    String made = newest.provenance().created().toString();
    String accuracy = DisplayText.of(newest.provenance().test().accuracy());
    assertEquals(2, lines.size(), run.out());
    assertTrue(
        lines
            .get(0)
            .matches(
                String.format(
                    Locale.ROOT,
                    "listed:2 +5 +40 +%s  %s +%s %s +0\\.\\d MB  current",
                    accuracy,
                    Precision.best(),
                    made.substring(0, 10),
                    made.substring(11, 16))),
        run.out());
    assertTrue(lines.get(1).matches("listed:1 .* MB"), run.out());
  }

  @Test
  void emptyHomeSaysWhatMakesAModel() {
    Path empty = directory.resolve("empty");
    Cli run = Cli.run(empty, "models");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("flowers train makes one"), run.out());
    assertFalse(Files.exists(empty), "looking makes no home");
  }

  @Test
  void aDamagedVersionIsNamedAndHidesNoOther() throws IOException {
    train("damaged");
    train("damaged");
    Files.writeString(repository.find("damaged:2").directory().resolve("model.json"), "{");
    Cli run = Cli.run(painted.home(), "models");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("flowers models: damaged:2: "), run.err());
    assertTrue(run.out().contains("damaged:1 "), run.out());
    assertEquals(0, Cli.run(painted.home(), "models", "rollback", "damaged").exitCode());
    Cli removal = Cli.run(painted.home(), "models", "remove", "damaged:2");
    assertEquals(0, removal.exitCode(), removal.err());
  }

  @Test
  void removesVersionsAndSaysWhatWasFreedAndWhatIsNewest() throws IOException {
    for (int version = 1; version <= 3; version++) {
      train("removed");
    }
    assertEquals(0, Cli.run(painted.home(), "models", "promote", "removed:2").exitCode());
    String freed =
        String.format(Locale.ROOT, "%.1f MB freed", repository.find("removed").bytes() / 1e6);
    Cli run = Cli.run(painted.home(), "models", "remove", "removed:3", "removed:1", "removed:3");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        List.of(
            "removed   removed:3: " + freed,
            "removed   removed:1: " + freed,
            "          the current removed is removed:2"),
        run.out().lines().toList());
    assertEquals(2, repository.find("removed").version());
    assertTrue(train("removed").out().contains("removed:4"), "no number is given twice");
  }

  @Test
  void removesNothingWhereOneIsNotThere() throws IOException {
    train("kept");
    for (String wrong : List.of("kept:2", "kept", "unheard-of:1", "kept:one")) {
      Cli run = Cli.run(painted.home(), "models", "remove", "kept:1", wrong);
      assertEquals(2, run.exitCode(), wrong);
      assertTrue(run.err().startsWith("flowers models remove: model"), run.err());
      assertTrue(run.err().contains(wrong.replace(":1", "")), run.err());
    }
    assertEquals(1, repository.find("kept").version());
  }

  @Test
  void removalWaitsForNobodyElseToWrite() throws IOException {
    train("locked");
    try (LockedHome locked = LockedHome.of(new Home(painted.home()))) {
      assertTrue(locked != null);
      Cli run = Cli.run(painted.home(), "models", "remove", "locked:1");
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("another run is writing here"), run.err());
    }
    // The home may be given to the command below, too.
    assertEquals(
        0, Cli.runBare("models", "remove", "locked:1", "--home", painted.home()).exitCode());
  }

  private static Cli train(String name) {
    Cli run =
        Cli.run(
            painted.home(),
            "train",
            "--photos",
            painted.photos(),
            "--name",
            name,
            "--hidden",
            8,
            "--epochs",
            1,
            "--split",
            "60/20/20");
    assertEquals(0, run.exitCode(), run.err());
    return run;
  }
}
