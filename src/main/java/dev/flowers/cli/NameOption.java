package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import picocli.CommandLine.Option;

/** What a new model is called. */
final class NameOption {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Publish under this name. Default: ${DEFAULT-VALUE}.")
  String name = ModelRepository.DEFAULT_NAME;

  /** Refuses a name that cannot be published under, before anything takes long. */
  void check() {
    ModelRepository.checkName(name);
  }
}
