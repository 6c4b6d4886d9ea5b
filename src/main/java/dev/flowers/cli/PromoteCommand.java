package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.Promotion;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code flowers models promote}. */
@Command(
    name = "promote",
    header = "Make a version the current one.",
    description = {
      "",
      "It is what the model's name without a version stands for from now on, also in a server that is"
          + " running. flowers models rollback takes it back.",
      ""
    })
final class PromoteCommand extends Subcommand {
  @ParentCommand ModelsCommand models;

  @Parameters(paramLabel = "NAME:VERSION", description = "Which version.")
  String reference = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why: it is kept in the history. Default: \"${DEFAULT-VALUE}\".")
  String reason = "by hand";

  @Override
  public Integer call() throws IOException {
    if (!reference.contains(":")) {
      throw usage(
          "model " + reference + ": found no version, expected name:version, as flowers-vgg16:3");
    }
    ModelRepository repository = new ModelRepository(models.home.home());
    PublishedModel model = repository.find(reference);
    PublishedModel before = repository.current(model.name());
    if (before.equals(model)) {
      terminal().say("promote   %s is current already", model.reference());
      return CommandLine.ExitCode.OK;
    }
    repository.promote(model, Promotion.By.PROMOTE, reason, Optional.empty());
    terminal()
        .say("promote   %s is current now instead of %s", model.reference(), before.reference());
    return CommandLine.ExitCode.OK;
  }
}
