package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import dev.flowers.JavaProcess;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativesIT {
  /** A program that knows DJL and nothing of us. */
  static final class Stranger {
    private Stranger() {}

    public static void main(String[] args) {
      System.out.println(Engine.getEngine("TensorFlow").getVersion());
      System.out.println(System.getProperty("OPT_OUT_TRACKING"));
    }
  }

  /** A proxy where nobody listens makes every try to download fail at once. */
  private static final List<String> OFFLINE =
      List.of(
          "-Dhttps.proxyHost=127.0.0.1",
          "-Dhttps.proxyPort=9",
          "-Dhttp.proxyHost=127.0.0.1",
          "-Dhttp.proxyPort=9");

  @Test
  void engineStartsOfflineWhoeverStartsIt() throws Exception {
    assertEngineStarts(JavaProcess.classPath());
  }

  @Test
  void engineStartsOfflineWhenDjlComesBeforeUsOnTheClassPath() throws Exception {
    List<String> entries =
        new ArrayList<>(Arrays.asList(JavaProcess.classPath().split(File.pathSeparator)));
    Collections.reverse(entries);
    assertEngineStarts(String.join(File.pathSeparator, entries));
  }

  private static void assertEngineStarts(String classPath) throws Exception {
    JavaProcess.Outcome outcome =
        JavaProcess.run(JavaProcess.builder(classPath, Stranger.class, OFFLINE, List.of()), 120);
    List<String> lines = outcome.output().lines().toList();
    assertEquals(0, outcome.exitCode(), outcome.output());
    assertEquals("2.16.1", lines.get(lines.size() - 2), outcome.output());
    assertEquals("true", lines.get(lines.size() - 1), outcome.output());
  }
}
