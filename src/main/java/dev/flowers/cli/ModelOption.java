package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import picocli.CommandLine.Option;

/** The {@code --model} option: name and version of a published model. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "NAME[:VERSION]",
      description = "The model; without a version its current one. Default: ${DEFAULT-VALUE}.")
  String reference = ModelRepository.DEFAULT_NAME;
}
