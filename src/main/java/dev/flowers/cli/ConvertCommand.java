package dev.flowers.cli;

import dev.flowers.training.DataPreparation;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers convert}. */
@Command(
    name = "convert",
    header = "Take a trunk into the home: weights are converted to files that are memory-mapped.",
    description = {
      "",
      "The pickle in a .npy is parsed as data and never executed; only the convolutions and fc6 are"
          + " kept. An ONNX network is copied. A second call does nothing.",
      ""
    })
final class ConvertCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin TrunkOption trunk;

  @Override
  public Integer call() throws IOException {
    try (PipelineOutput output = new PipelineOutput(terminal())) {
      new DataPreparation(home.home(), output).trunk(trunk.wanted());
    }
    return 0;
  }
}
