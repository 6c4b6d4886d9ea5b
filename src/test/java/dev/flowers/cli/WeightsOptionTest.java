package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.trunk.SeededVgg16;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsOptionTest {
  @TempDir Path directory;
  private Path home = Path.of("");

  @BeforeEach
  void name() {
    home = directory.resolve("home");
  }

  @Test
  void withoutWeightsTheTrunkOfAFileElsewhereIsTaken() throws IOException {
    Path npy = weights("usb/vgg16.npy", 1);
    String trunk = convert(npy);
    Files.delete(npy);
    assertTrue(convert().endsWith(trunk), trunk);
    assertFalse(Files.exists(home.resolve("weights")), "nothing was fetched");
  }

  @Test
  void ofSeveralTheNewestIsTakenAndTheOthersAreNamed() throws IOException {
    String first = convert(weights("a/vgg16.npy", 1));
    String third = convert(weights("c/vgg16.npy", 3));
    String second = convert(weights("b/mine.npy", 4));
    String said = convert();
    assertTrue(said.startsWith("the newest vgg16.npy was converted before: " + third), said);
    assertTrue(said.contains("vgg16.npy " + Path.of(first).getFileName()), said);
    assertTrue(said.contains("mine.npy " + Path.of(second).getFileName()), said);
  }

  @Test
  void theFileInTheHomeComesFirst() throws IOException {
    convert(weights("a/vgg16.npy", 2));
    Path own = weights("home/weights/vgg16.npy", 1);
    assertTrue(convert().startsWith(own + ": "), "converted");
  }

  /** Converts and returns the trunk's directory as it was said. */
  private String convert(Path npy) {
    Cli run = Cli.run(home, "convert", "--weights", npy);
    assertEquals(0, run.exitCode(), run.err());
    return run.out().strip().split(" → ", 2)[1];
  }

  /** Converts whatever the command chooses and returns what it said, without the step's name. */
  private String convert() {
    Cli run = Cli.run(home, "convert");
    assertEquals(0, run.exitCode(), run.err());
    return run.out().strip().substring("convert   ".length());
  }

  private Path weights(String name, int seed) throws IOException {
    Path npy = directory.resolve(name);
    new SeededVgg16(seed, 512).write(npy, bytes -> {});
    return Files.setLastModifiedTime(npy, FileTime.fromMillis(1_000_000L * seed));
  }
}
