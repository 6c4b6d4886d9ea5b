package dev.flowers.trunk;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;

/** The TensorFlow engine with its native libraries taken from the class path, offline. */
final class TensorFlow {
  private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";
  private static final String OPT_OUT = "OPT_OUT_TRACKING";

  private TensorFlow() {}

  /** DJL's TensorFlow engine, started at the first call. */
  static Engine engine() {
    prepare();
    return Engine.getEngine("TensorFlow");
  }

  /**
   * Sets what DJL reads when it starts the engine: where the native libraries are, and that nobody
   * is called home. What the user has set stays. Must run before the engine is first touched.
   */
  static synchronized void prepare() {
    if (Utils.getEnvOrSystemProperty(OPT_OUT) == null) {
      System.setProperty(OPT_OUT, "true");
    }
    // JavaCPP would count the mapped weights against the Java heap's size and refuse to go on.
    setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
    setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    if (Utils.getEnvOrSystemProperty(LIBRARY_PATH) != null) {
      return;
    }
    try {
      File libraries =
          Loader.cacheResource("/org/tensorflow/internal/c_api/" + Loader.getPlatform() + "/");
      if (libraries != null) {
        System.setProperty(LIBRARY_PATH, libraries.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot unpack TensorFlow's native libraries into JavaCPP's cache: " + e.getMessage(), e);
    }
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
