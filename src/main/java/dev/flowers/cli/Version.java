package dev.flowers.cli;

import dev.flowers.zoo.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code flowers --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "flowers " + Versions.toolkit(), "Java " + Runtime.version(), "DJL " + Versions.djl()
    };
  }
}
