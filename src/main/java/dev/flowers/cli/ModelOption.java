package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import picocli.CommandLine.Option;

/** Which published model. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "NAME[:VERSION]",
      description = "The model; without a version its newest. Default: ${DEFAULT-VALUE}.")
  String reference = ModelRepository.DEFAULT_NAME;
}
