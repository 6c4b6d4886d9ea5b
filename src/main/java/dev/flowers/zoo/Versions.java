package dev.flowers.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of what a model is made with. */
public final class Versions {
  private Versions() {}

  /** This toolkit's. */
  public static String toolkit() {
    return property("version.properties", "version");
  }

  /** DJL's. Its {@code Engine} would say it, too, but unpacks all engines' libraries first. */
  public static String djl() {
    return property("/ai/djl/engine/api.properties", "djl_version");
  }

  /** That of the TensorFlow that DJL's engine belongs to; no engine is started. */
  public static String tensorFlow() {
    return property("/tensorflow-engine.properties", "tensorflow_version");
  }

  /** That of the PyTorch that DJL's engine belongs to; no engine is started. */
  public static String pyTorch() {
    return property("/pytorch-engine.properties", "pytorch_version");
  }

  private static String property(String resource, String key) {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(resource)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(key);
  }
}
