package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversions in processes of their own: of files larger than their heap, at once, and killed. */
@Tag("slow")
class TrunkConverterIT {
  @TempDir static Path shared;
  @TempDir Path temp;

  /** What the forked process runs, and benchmarks/convert.sh too. */
  static final class Convert {
    private Convert() {}

    public static void main(String[] args) throws IOException {
      TrunkConverter.convert(Path.of(args[0]), Path.of(args[1]), bytes -> {});
    }
  }

  /** Writes a full-size stand-in, for benchmarks/convert.sh. */
  static final class Seed {
    private Seed() {}

    public static void main(String[] args) throws IOException {
      new SeededVgg16(16, 1).write(Path.of(args[0]), bytes -> {});
    }
  }

  @BeforeAll
  static void writeWeights() throws IOException {
    // 138 MB, more than twice the heap of the processes.
    new SeededVgg16(16, 2).write(npy(), bytes -> {});
  }

  @Test
  void theHeapMayBeSmallerThanTheFile() throws IOException, InterruptedException {
    assertTrue(Files.size(npy()) > 128_000_000);
    assertEquals(0, start().waitFor());
    assertComplete();
  }

  @Test
  void twoProcessesAtOnceBothSucceed() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start());
    }
    for (Process process : processes) {
      assertEquals(0, process.waitFor());
    }
    assertComplete();
  }

  @Test
  void aKilledConversionIsNeverSeenHalf() throws IOException, InterruptedException {
    for (int round = 0; round < 6; round++) {
      Process process = start();
      // A different moment in each round, from class loading to the last tensors.
      Thread.sleep(100L + 60L * round);
      process.destroyForcibly().waitFor();
      if (Files.exists(trunk())) {
        assertComplete();
        ExclusiveWrite.delete(trunk());
      }
    }
    assertEquals(0, start().waitFor());
    assertComplete();
  }

  private void assertComplete() throws IOException {
    ConvertedTrunk trunk = ConvertedTrunk.read(trunk());
    assertEquals(List.of(ConvertedTrunk.Source.of(npy())), trunk.sources());
    try (Stream<Path> files = Files.list(temp)) {
      List<Path> left = files.filter(f -> f.toString().contains("partial")).toList();
      assertTrue(left.isEmpty(), left::toString);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Convert.class.getName(),
            npy().toString(),
            trunk().toString())
        .inheritIO()
        .start();
  }

  private Path trunk() {
    return temp.resolve("trunk");
  }

  private static Path npy() {
    return shared.resolve("vgg16.npy");
  }
}
