package dev.flowers.cli;

import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers convert}. */
@Command(
    name = "convert",
    header = "Take the public vgg16.npy apart into files that are mapped, not loaded.",
    description = {
      "",
      "The pickle in the file is read as data and never run. Only what is needed is kept: the 13"
          + " convolutions and fc6. A second call does nothing.",
      ""
    })
final class ConvertCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;
  @Mixin WeightsOption weights;

  ConvertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Home directory = home.home();
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      weights.trunk(directory, steps);
    }
    return 0;
  }
}
