package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that are not what they seem, and output that nobody takes. No engine is started. */
class ArgumentsTest {
  @TempDir Path home;

  @Test
  void aWrongOptionPrintsItsLineAndWhereHelpIs() {
    Cli run = Cli.run(home, "train", "--epoch", 3);
    assertEquals(2, run.exitCode());
    assertEquals(
        List.of(
            "flowers train: Unknown options: '--epoch', '3'",
            "Possible solutions: --epochs",
            "Try 'flowers train --help' for more information."),
        run.err().lines().toList());
  }

  @Test
  void anEmptyArgumentIsNotTheCurrentDirectory() {
    for (String command : new String[] {"train --photos", "predict", "export --to"}) {
      String[] words = command.split(" ", -1);
      Object[] all = new Object[words.length + 1];
      System.arraycopy(words, 0, all, 0, words.length);
      all[words.length] = "";
      Cli run = Cli.run(home, all);
      assertEquals(2, run.exitCode(), command);
      assertTrue(run.err().contains("found an empty argument, expected a path"), run.err());
    }
  }

  @Test
  void anAddressIsEchoedAsItWasGiven() {
    Cli run = Cli.run(home, "predict", "https://example.org/a.jpg");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("found the address https://example.org/a.jpg"), run.err());
  }

  @Test
  void aHomeThatIsAFileIsSaidToBe() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "x");
    for (String command : new String[] {"models", "predict x.jpg", "evaluate", "doctor"}) {
      Cli run = Cli.run(file, (Object[]) command.split(" ", -1));
      assertEquals(2, run.exitCode(), command);
      assertTrue(
          run.err().contains(file + ": found a file, expected a directory")
              || run.err().contains("x.jpg: no such file"),
          run.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jsn", "-k"})
  void aMisspeltOptionOfPredictIsNoPhoto(String option) {
    Cli run = Cli.run(home, "predict", option, "x.jpg");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(option + ": found neither an option nor a file"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"history", "rollback"})
  void aVersionIsNoModelsName(String command) {
    Cli run = Cli.run(home, "models", command, "roses:3");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("model roses:3: found a version, expected a name"), run.err());
  }

  @Test
  void withoutACommandTheCommandsAreNamed() {
    Cli run = Cli.runBare();
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("expected one of demo, download"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "models", "completion"})
  void aFullDiskBehindStandardOutputIsAFailure(String command) {
    assertEquals(
        "1 flowers: standard output: No space left on device",
        runInto("No space left on device", command));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "models", "completion"})
  void aReaderThatHasGoneEndsTheCommandQuietly(String command) {
    assertEquals("1 ", runInto("Broken pipe", command));
  }

  @Test
  void theFirstPhotosAreAnsweredBeforeTheOthersAreClassified() {
    List<Path> photos = IntStream.range(0, 100).mapToObj(n -> Path.of(n + ".jpg")).toList();
    List<List<Path>> rounds = PredictCommand.rounds(photos);
    assertEquals(List.of(1, 2, 4, 8, 16, 32, 32, 5), rounds.stream().map(List::size).toList());
    assertEquals(photos, rounds.stream().flatMap(List::stream).toList());
    assertEquals(List.of(), PredictCommand.rounds(List.of()));
  }

  /** Runs a command whose standard output fails. */
  private String runInto(String failure, String command) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException(failure);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            CheckedOutput.over(broken),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    String[] arguments =
        command.equals("models")
            ? new String[] {command, "--home", home.toString()}
            : new String[] {command};
    int exitCode = FlowersCommand.run(terminal, arguments);
    return exitCode + " " + err.toString(StandardCharsets.UTF_8).strip();
  }
}
