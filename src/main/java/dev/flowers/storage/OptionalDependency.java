package dev.flowers.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * A dependency that a program which depends on the toolkit adds by itself if it needs it:
 * prediction needs none of them. The packaged {@code target/flowers} has them all.
 */
public enum OptionalDependency {
  /** The engine that trains heads, with its native libraries. */
  PYTORCH("ai.djl.pytorch.engine.PtEngineProvider"),
  /** The engine that runs trunks in ONNX files, with its native libraries. */
  ONNX_RUNTIME("ai.djl.onnxruntime.engine.OrtEngineProvider"),
  /** Parses the command line. */
  PICOCLI("picocli.CommandLine"),
  /** Draws the command line's progress bars. */
  PROGRESSBAR("me.tongfei.progressbar.ProgressBar"),
  /** The HTTP server. */
  JETTY("org.eclipse.jetty.server.Server"),
  /** Counts what the HTTP server does. */
  PROMETHEUS("io.prometheus.metrics.core.metrics.Counter"),
  /** Writes those counts as Prometheus reads them. */
  PROMETHEUS_TEXT("io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter");

  private final String className;

  OptionalDependency(String className) {
    this.className = className;
  }

  /** Whether it is on the class path. */
  public boolean isPresent() {
    try {
      Class.forName(className, false, OptionalDependency.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Does nothing if it is there.
   *
   * @param feature what needs it, as the message's first word
   * @throws MissingDependencyException if it is not on the class path; the message says what to add
   */
  public void require(String feature) {
    if (!isPresent()) {
      throw new MissingDependencyException(
          feature
              + ": found no "
              + className
              + " on the class path, expected the dependency "
              + coordinates()
              + ", which is optional in dev.flowers:flowers-vgg16; add it to the program");
    }
  }

  /** Its Maven coordinates: {@code info.picocli:picocli:4.7.7}. */
  String coordinates() {
    // Filled in by Maven, so that a version stands once, in the pom.
    Properties properties = new Properties();
    try (InputStream in = OptionalDependency.class.getResourceAsStream("optional.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name());
  }
}
