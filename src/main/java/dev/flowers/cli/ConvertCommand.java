package dev.flowers.cli;

import dev.flowers.training.DataPreparation;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers convert}. */
@Command(
    name = "convert",
    header = "Convert weights of VGG16 or VGG19 to files that are memory-mapped.",
    description = {
      "",
      "The pickle in a .npy is parsed as data and never executed. Only the convolutions and fc6 are"
          + " kept. A second call does nothing.",
      ""
    })
final class ConvertCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin WeightsOption weights;

  @Override
  public Integer call() throws IOException {
    try (PipelineOutput output = new PipelineOutput(terminal())) {
      new DataPreparation(home.home(), output).trunk(weights.named);
    }
    return 0;
  }
}
