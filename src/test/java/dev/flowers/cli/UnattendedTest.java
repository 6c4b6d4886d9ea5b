package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What a script may rely on: exit codes and lines, of every command. */
class UnattendedTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ ";

  @TempDir Path home;

  /** Each command, and each command below one. */
  static Stream<List<String>> commands() {
    List<List<String>> found = new ArrayList<>();
    collect(all(), List.of(), found);
    return found.stream();
  }

  private static CommandLine all() {
    return FlowersCommand.line(terminal(new ByteArrayOutputStream(), false), "");
  }

  private static void collect(CommandLine line, List<String> words, List<List<String>> found) {
    for (Map.Entry<String, CommandLine> command : line.getSubcommands().entrySet()) {
      List<String> path = new ArrayList<>(words);
      path.add(command.getKey());
      found.add(path);
      collect(command.getValue(), path, found);
    }
  }

  @Test
  void theCommandsAreFound() {
    List<List<String>> found = commands().toList();
    assertTrue(found.contains(List.of("predict")), found.toString());
    assertTrue(found.contains(List.of("models", "remove")), found.toString());
  }

  /** A command is found out about without the others: it is the same one. */
  @Test
  void aCommandAloneIsWhatItIsAmongAll() {
    all()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertEquals(name, command.getCommandSpec().name());
              CommandLine alone =
                  FlowersCommand.line(terminal(new ByteArrayOutputStream(), false), name);
              assertEquals(Set.of(name), alone.getSubcommands().keySet());
              assertEquals(command.getUsageMessage(), Cli.runBare(name, "--help").out());
            });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anUnknownOptionIsWrongUse(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("--no-such-option", "--timestamps"));
    Cli run = Cli.runBare(words.toArray());
    assertEquals(2, run.exitCode(), run.err());
    assertEquals("", run.out());
    run.err().lines().forEach(line -> assertTrue(line.matches(TIME + ".*"), line));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpHasNoEscapeCodes(List<String> command) {
    List<String> words = new ArrayList<>(command);
    words.add("--help");
    Cli run = Cli.runBare(words.toArray()); // which looks for them
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("--timestamps"), run.out());
    assertTrue(run.out().contains("  2   wrong use or wrong input"), run.out());
  }

  @Test
  void resultsHaveNoTimes() {
    Cli told = Cli.run(home, "models", "--timestamps");
    assertEquals(0, told.exitCode());
    assertTrue(told.out().matches("(?s)" + TIME + "No model was trained yet .*"), told.out());
    Cli result = Cli.runBare("completion", "--timestamps");
    assertTrue(result.out().startsWith("#!"), result.out());
  }

  @Test
  void eachLineHasTheTimeAtWhichItBegan() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal stamped =
        terminal(bytes, false)
            .stamped(Clock.fixed(Instant.parse("2026-01-31T12:00:00.987Z"), ZoneOffset.UTC));
    stamped.say("one%ntwo é");
    stamped.result("three");
    stamped.err().print("fo");
    stamped.err().println("ur");
    assertEquals(
        List.of(
            "2026-01-31T12:00:00Z one",
            "2026-01-31T12:00:00Z two é",
            "three",
            "2026-01-31T12:00:00Z four"),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
    Terminal watched = terminal(bytes, true);
    assertEquals(watched, watched.stamped(Clock.systemUTC()));
  }

  private static Terminal terminal(ByteArrayOutputStream bytes, boolean interactive) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream, interactive);
  }
}
