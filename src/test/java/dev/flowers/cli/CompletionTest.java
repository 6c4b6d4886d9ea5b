package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, as bash runs it. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTest {
  @TempDir Path directory;
  private Path script;

  @BeforeEach
  void print() throws IOException {
    Cli run = Cli.runBare("completion");
    assertEquals(0, run.exitCode(), run.err());
    script = Files.writeString(directory.resolve("flowers.bash"), run.out());
  }

  @Test
  void bashKnowsWhatCompletesFlowers() throws Exception {
    assertEquals(
        "complete -o default -F _complete_flowers flowers", bash("complete -p flowers").strip());
  }

  @Test
  void completesCommandsOptionsAndConstants() throws Exception {
    assertEquals(List.of("predict"), candidates("pre"));
    assertEquals(List.of("remove"), candidates("models", "rem"));
    assertEquals(List.of("--json"), candidates("evaluate", "--js"));
    assertEquals(List.of("TRAIN", "VALIDATION", "TEST"), candidates("evaluate", "--part", ""));
  }

  @Test
  void keepsHiddenCommandsHidden() throws Exception {
    assertTrue(candidates("").contains("doctor"));
    assertFalse(Files.readString(script).contains("warm-up"));
  }

  /** What bash offers for the last word, when the cursor is at its end. */
  private List<String> candidates(String... words) throws Exception {
    String typed = "COMP_WORDS=(flowers";
    for (String word : words) {
      typed += " '" + word + "'";
    }
    typed += "); COMP_CWORD=" + words.length + "; ";
    return bash(typed + "_complete_flowers; printf '%s\\n' \"${COMPREPLY[@]}\"").lines().toList();
  }

  private String bash(String commands) throws IOException, InterruptedException {
    // compopt only works while bash itself completes.
    Process process =
        new ProcessBuilder(
                "bash", "--norc", "-c", "compopt() { :; }; . '" + script + "'; " + commands)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
