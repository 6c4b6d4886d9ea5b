package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.head.ClassWeights;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.LearningRateSchedule;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The head's options from the command line to the published model, and the search for them. */
class TuneIT {
  @TempDir static Path directory;
  private static PaintedHome painted;

  @BeforeAll
  static void paint() throws IOException {
    painted = PaintedHome.in(directory, 16);
  }

  @Test
  void eachOptionReachesTheModelAndItsReport() throws IOException {
    Cli train =
        run(
            "train",
            "--name",
            "knobs",
            "--hidden",
            8,
            "--dropout",
            0.25,
            "--epochs",
            2,
            "--patience",
            1,
            "--batch",
            16,
            "--learning-rate",
            0.0005,
            "--schedule",
            "cosine",
            "--weight-decay",
            0.5,
            "--label-smoothing",
            0.125,
            "--class-weights",
            "balanced",
            "--no-calibration",
            "--seed",
            3);
    assertEquals(0, train.exitCode(), train.err());
    assertEquals(
        new HeadOptions(
            8,
            0.25f,
            2,
            1,
            16,
            0.0005f,
            LearningRateSchedule.COSINE,
            0.5f,
            0.125f,
            ClassWeights.BALANCED,
            false,
            3),
        provenance("knobs").head().options());
    String report = Files.readString(painted.home().resolve("reports/knobs-1/index.html"));
    for (String fact : List.of("0.0005", "cosine", "weight decay", "0.125", "balanced")) {
      assertTrue(report.contains(fact), fact);
    }
  }

  @Test
  void foldsAndRepeatsAreTheSameEachTimeAndChangeNothingOfTheModel() throws IOException {
    Cli plain = run("train", "--name", "folds", "--hidden", 8, "--epochs", 2);
    Object[] command = {
      "train", "--name", "folds", "--hidden", 8, "--epochs", 2, "--folds", 4, "--repeat", 3
    };
    Cli first = run(command);
    Cli second = run(command);
    assertEquals(0, first.exitCode(), first.err());
    List<String> figures = rehearsals(first);
    assertEquals(figures, rehearsals(second));
    assertEquals(80, figures.stream().limit(4).mapToInt(TuneIT::photos).sum());
    assertTrue(figures.get(4).matches(" +accuracy 0\\.\\d{4} ± 0\\.\\d{4}, .* over 4 folds.*"));
    assertTrue(figures.get(8).matches(" +accuracy 0\\.\\d{4} ± 0\\.\\d{4}, .* over 3 trainings.*"));
    assertTrue(rehearsals(plain).isEmpty(), plain.out());
    ModelRepository repository = new ModelRepository(new Home(painted.home()));
    assertEquals(
        repository.find("folds:1").head().layers().get(0).weights(),
        repository.find("folds:2").head().layers().get(0).weights());
  }

  @Test
  void tunePublishesTheTrialOfTheLowestValidationLoss() throws IOException {
    Cli tune = run("tune", "--name", "tuned", "--trials", 4, "--epochs", 2, "--hidden", 8);
    assertEquals(0, tune.exitCode(), tune.err());
    List<String> lines = tune.out().lines().toList();
    int header =
        lines.indexOf(
            lines.stream().filter(l -> l.contains("trial  validation loss")).findFirst().get());
    List<String[]> trials = new ArrayList<>();
    for (String line : lines.subList(header + 1, header + 5)) {
      trials.add(line.strip().split(" +", -1));
    }
    String[] best = trials.get(0);
    for (String[] trial : trials) {
      best = Double.parseDouble(trial[1]) < Double.parseDouble(best[1]) ? trial : best;
    }
    ModelProvenance provenance = provenance("tuned");
    HeadOptions options = provenance.head().options();
    assertEquals(best[5], Integer.toString(options.hidden()));
    assertEquals(best[8], DisplayText.of(options.learningRate()));
    assertEquals(best[9], DisplayText.of(options.schedule()));
    assertEquals(
        Double.parseDouble(best[1]),
        provenance.head().best().validationLoss().orElseThrow(),
        0.00005001);
    assertTrue(provenance.note().contains("among 4 trials, seed 0"), provenance.note());
  }

  @Test
  void whatMakesNoSenseIsNamedBeforeAnythingIsDone() {
    assertWrong("--trials: found 0, expected 1 or more", run("tune", "--trials", 0));
    assertWrong(
        "trials: found split 90/0/10, expected one that leaves photos for validation",
        run("tune", "--split", "90/0/10"));
    assertWrong("folds: found 2, expected 3 or more", run("train", "--folds", 2));
    assertWrong("repeats: found 0, expected 1 or more", run("train", "--repeat", 0));
    assertWrong(
        "repeats: found 2 with split 90/10/0, expected",
        run("train", "--repeat", 2, "--split", "90/10/0"));
    assertWrong("--label-smoothing: found 1.5", run("train", "--label-smoothing", 1.5));
    assertWrong("--weight-decay: found -1", run("tune", "--weight-decay", -1));
    assertWrong("'--schedule'", run("train", "--schedule", "linear"));
    assertWrong("'--class-weights'", run("train", "--class-weights", "some"));
  }

  private static Cli run(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--photos", painted.photos()));
    return Cli.run(painted.home(), all.toArray());
  }

  private static void assertWrong(String words, Cli cli) {
    assertEquals(2, cli.exitCode(), cli.err());
    assertTrue(cli.err().contains(words), cli.err());
    assertFalse(cli.out().contains("embed "), cli.out());
  }

  private static ModelProvenance provenance(String name) throws IOException {
    return new ModelRepository(new Home(painted.home())).find(name).provenance();
  }

  /** The rows of both tables and what follows them, without the times. */
  private static List<String> rehearsals(Cli cli) {
    return cli.out()
        .lines()
        .dropWhile(line -> !line.startsWith("folds "))
        .filter(line -> line.matches(" +(\\d|accuracy).*"))
        .map(line -> line.replaceAll(", in .*", ""))
        .toList();
  }

  private static int photos(String foldsRow) {
    return Integer.parseInt(foldsRow.strip().split(" +", -1)[1]);
  }
}
