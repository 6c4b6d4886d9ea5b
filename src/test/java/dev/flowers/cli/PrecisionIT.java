package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --precision} on a machine of either kind. */
class PrecisionIT {
  @TempDir static Path directory;
  private static PaintedHome painted;
  private static Path photo;

  @BeforeAll
  static void train() throws IOException {
    painted = PaintedHome.in(directory, 8);
    photo = painted.photos().resolve("daisy").resolve("daisy-0001.jpg");
    Cli run = run("train", "--photos", painted.photos(), "--epochs", 1, "--split", "100/0/0");
    assertEquals(0, run.exitCode(), run.err());
  }

  @Test
  void autoIsTheFastestThatTheMachineHas() {
    Cli models = run("models");
    assertTrue(models.out().contains("  " + Precision.best() + "  "), models.out());
    Cli embed = run("embed", "--photos", painted.photos(), "--precision", "AUTO");
    assertTrue(embed.out().contains(" 0 embedded now"), embed.out());
    assertTrue(embed.out().contains(", in " + Precision.best() + " → "), embed.out());
    Cli asked = run("predict", "--json", "--precision", Precision.best(), photo);
    assertEquals(run("predict", "--json", photo).out(), asked.out());
  }

  @Test
  void whatTheProcessorHasNotIsRefusedBeforeAnythingIsComputed() throws IOException {
    if (Precision.best() == Precision.BFLOAT16) {
      return; // there is nothing that it has not
    }
    Path home = directory.resolve("empty home");
    for (Cli run :
        new Cli[] {
          Cli.run(home, "train", "--photos", painted.photos(), "--precision", "bfloat16"),
          run("embed", "--photos", painted.photos(), "--precision", "bfloat16"),
          run("predict", "--precision", "bfloat16", photo),
          run("serve", "--port", 0, "--precision", "bfloat16"),
          run("predict", "--explain", directory.resolve("why.png"), "--precision=bfloat16", photo),
        }) {
      assertEquals(2, run.exitCode(), run.err());
      assertTrue(run.err().contains("precision: found bfloat16, expected float32: "), run.err());
    }
    assertFalse(Files.exists(home.resolve("trunk")));
    assertFalse(Files.exists(directory.resolve("why.png")));
  }

  @Test
  void anotherFormatIsNoPrecision() {
    Cli run = run("predict", "--precision", "float16", photo);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--precision"), run.err());
    assertTrue(run.err().contains("BFLOAT16") || run.err().contains("bfloat16"), run.err());
  }

  private static Cli run(Object... arguments) {
    return Cli.run(painted.home(), arguments);
  }
}
