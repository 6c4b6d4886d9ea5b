package dev.flowers.trunk.vgg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.JavaProcess;
import dev.flowers.storage.FileTree;
import dev.flowers.trunk.TrunkSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversions in processes of their own: of files larger than their heap, at once, and killed. */
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
      new SeededVgg(16, 1).write(Path.of(args[0]), bytes -> {});
    }
  }

  @BeforeAll
  static void writeWeights() throws IOException {
    // 138 MB, more than twice the heap of the processes.
    new SeededVgg(16, 2).write(npy(), bytes -> {});
  }

  @Test
  void theHeapMayBeSmallerThanTheFile() throws IOException, InterruptedException {
    assertTrue(Files.size(npy()) > 128_000_000);
    convert();
    assertComplete();
  }

  @Test
  void twoProcessesAtOnceBothSucceed() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start());
    }
    for (Process process : processes) {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    }
    assertComplete();
  }

  @Test
  void aKilledConversionIsNeverSeenHalf() throws IOException, InterruptedException {
    for (int eighths = 0; eighths < 6; eighths++) {
      // What the last one left would pass for this one's. The conversion below finds such.
      for (Path partial : partials()) {
        FileTree.delete(partial);
      }
      Process process = start();
      try {
        awaitPartial(process, Files.size(npy()) * eighths / 8);
      } finally {
        process.destroyForcibly();
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertNotEquals(0, process.exitValue(), "killed, and not at its end");
      assertFalse(Files.exists(trunk()));
      assertEquals(1, partials().size());
    }
    convert();
    assertComplete();
  }

  /** Waits until more than so many bytes have been written. */
  private void awaitPartial(Process process, long bytes) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (partialBytes() <= bytes) {
      assertTrue(process.isAlive() && System.nanoTime() < end, "wrote " + partialBytes());
      Thread.sleep(1);
    }
  }

  private long partialBytes() throws IOException {
    long bytes = 0;
    for (Path partial : partials()) {
      try (Stream<Path> files = Files.walk(partial)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          bytes += Files.size(file);
        }
      }
    }
    return bytes;
  }

  private List<Path> partials() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.filter(file -> String.valueOf(file.getFileName()).contains("partial")).toList();
    }
  }

  private void assertComplete() throws IOException {
    VggTrunk trunk = VggTrunk.read(trunk());
    assertEquals(List.of(TrunkSource.of(npy())), trunk.sources());
    assertEquals(List.of(), partials());
  }

  private void convert() throws IOException, InterruptedException {
    JavaProcess.Outcome outcome = JavaProcess.run(converting(), 60);
    assertEquals(0, outcome.exitCode(), outcome.output());
  }

  private Process start() throws IOException {
    return converting().redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessBuilder converting() {
    return JavaProcess.builder(
        JavaProcess.classPath(),
        Convert.class,
        List.of("-Xmx64m"),
        List.of(npy().toString(), trunk().toString()));
  }

  private Path trunk() {
    return temp.resolve("trunk");
  }

  private static Path npy() {
    return shared.resolve("vgg16.npy");
  }
}
