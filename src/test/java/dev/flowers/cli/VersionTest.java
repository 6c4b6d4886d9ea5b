package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionTest {
  @Test
  void namesAllThatAReportOfAFaultNeeds() {
    Cli run = Cli.runBare("--version");
    assertEquals(0, run.exitCode());
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.get(0).matches("flowers \\d+\\.\\d+\\.\\d+.*"), run.out());
    assertTrue(lines.get(1).matches("DJL \\d+\\.\\d+\\.\\d+"), run.out());
    assertTrue(lines.get(2).matches("TensorFlow \\d+\\.\\d+\\.\\d+"), run.out());
    assertTrue(lines.get(3).matches("PyTorch \\d+\\.\\d+\\.\\d+"), run.out());
    assertTrue(lines.get(4).startsWith("Java " + Runtime.version()), run.out());
    assertTrue(lines.get(5).startsWith(System.getProperty("os.name")), run.out());
    assertEquals(6, lines.size());
  }

  @Test
  void startsNoEngine(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes.log");
    JavaProcess.Outcome outcome =
        JavaProcess.run(
            JavaProcess.builder(
                JavaProcess.classPath(),
                Main.class,
                List.of("-Xlog:class+load:file=" + log + ":tags"),
                List.of("--version")),
            60);
    assertEquals(0, outcome.exitCode(), outcome.output());
    String classes = Files.readString(log);
    assertTrue(classes.contains("dev.flowers.cli.Version "), "the log has the loaded classes");
    for (String engine : List.of("org.bytedeco.", "org.tensorflow.", "ai.djl.pytorch.")) {
      assertFalse(classes.contains(engine), engine);
    }
  }
}
