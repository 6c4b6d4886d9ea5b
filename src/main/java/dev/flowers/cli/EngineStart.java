package dev.flowers.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Platform;
import dev.flowers.trunk.DjlEngines;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;

/**
 * Checks that the engines' native libraries are there for this platform, and that the engines
 * start.
 */
final class EngineStart {
  private EngineStart() {}

  static Finding tensorFlow() {
    String platform = Loader.getPlatform();
    boolean present =
        EngineStart.class.getResource("/org/tensorflow/internal/c_api/" + platform + "/") != null;
    return present ? start("TensorFlow") : missing("TensorFlow", platform);
  }

  static Finding pyTorch() {
    // What DJL finds on the class path; where there is nothing that fits, it would download.
    Platform platform = Platform.detectPlatform("pytorch");
    return platform.isPlaceholder()
        ? missing("PyTorch", platform.getOsPrefix() + "-" + platform.getOsArch())
        : start("PyTorch");
  }

  private static Finding missing(String engine, String platform) {
    return Finding.fail(
        engine,
        "found no libraries for "
            + platform
            + " beside the program; they are those of the machine that packaged it: run ./mvnw"
            + " package on this one (64-bit Linux or Windows on x86, macOS on ARM)");
  }

  private static Finding start(String name) {
    long start = System.nanoTime();
    try {
      Engine engine = DjlEngines.get(name);
      try (NDManager manager = engine.newBaseManager(Device.cpu())) {
        float found =
            manager
                .create(new float[] {1, 2, 3, 4}, new ai.djl.ndarray.types.Shape(2, 2))
                .matMul(manager.create(new float[] {5, 6}, new ai.djl.ndarray.types.Shape(2, 1)))
                .toFloatArray()[1];
        if (found != 39) {
          return Finding.fail(name, "found 3·5 + 4·6 = " + found + ", expected 39");
        }
      }
      return Finding.ok(
          name,
          String.format(
              Locale.ROOT,
              "%s started in %.1f s",
              engine.getVersion(),
              (System.nanoTime() - start) / 1e9));
    } catch (RuntimeException | LinkageError e) {
      return Finding.fail(name, "does not start: " + cause(e));
    }
  }

  /** DJL wraps what the linker says, which alone tells what is missing. */
  private static String cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == thrown ? thrown.toString() : thrown.getMessage() + ": " + cause;
  }
}
