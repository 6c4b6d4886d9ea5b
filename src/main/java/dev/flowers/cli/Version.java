package dev.flowers.cli;

import dev.flowers.zoo.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code flowers --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "flowers " + Versions.toolkit(),
      "DJL " + Versions.djl(),
      "TensorFlow " + Versions.tensorFlow(),
      "PyTorch " + Versions.pyTorch(),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
      System.getProperty("os.name")
          + " "
          + System.getProperty("os.version")
          + ", "
          + System.getProperty("os.arch")
    };
  }
}
