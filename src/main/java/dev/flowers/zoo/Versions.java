package dev.flowers.zoo;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of what a model is made with. */
public final class Versions {
  private Versions() {}

  /** This toolkit's. */
  public static String toolkit() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** DJL's. */
  public static String djl() {
    return Engine.getDjlVersion();
  }
}
