package dev.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class LoadRoundsIT {
  private static final int ROUNDS = Integer.getInteger("rounds", 1000);

  /**
   * In most tenths of the rounds: a leak grows in all of them, the compiler's and the allocator's
   * memory in some. A photo that is left open would be 600 kB each round, a graph 40 kB.
   */
  private static final long ALLOWED_KILOBYTES = 30L * ROUNDS / 10;

  /** {@code -Drounds=10000} is for patient people. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "memory is looked up in /proc")
  void loadPredictCloseDoesNotGrowTheProcess(@TempDir Path directory) throws Exception {
    Home home = new Home(directory.resolve("home"));
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 2, 3);
    SmallModel.publishedIn(home, photos, HeadOptions.builder().optHidden(8).optEpochs(2).build());
    ProcessBuilder builder =
        JavaProcess.builder(
            JavaProcess.classPath(),
            LoadRounds.class,
            List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1"),
            List.of(photos.resolve("roses/roses-0001.jpg").toString(), String.valueOf(ROUNDS)));
    builder.environment().put("FLOWERS_HOME", home.root().toString());
    // Otherwise each thread's first steps in a new arena look like growth.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    JavaProcess.Outcome outcome = JavaProcess.run(builder, 60 + ROUNDS / 5);
    assertEquals(0, outcome.exitCode(), outcome.output());
    long[] kilobytes =
        outcome
            .output()
            .lines()
            .filter(line -> line.matches("[0-9]+ [0-9]+"))
            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
            .toArray();
    assertEquals(10, kilobytes.length, outcome.output());
    long[] growth =
        IntStream.range(1, 10)
            .mapToLong(tenth -> kilobytes[tenth] - kilobytes[tenth - 1])
            .sorted()
            .toArray();
    assertTrue(growth[4] < ALLOWED_KILOBYTES, outcome.output());
  }
}
