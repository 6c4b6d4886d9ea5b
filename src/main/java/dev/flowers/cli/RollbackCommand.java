package dev.flowers.cli;

import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.Promotion;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code flowers models rollback}. */
@Command(
    name = "rollback",
    header = "Return to the version that was current before.",
    description = {
      "",
      "Called again, it goes back further. Nothing is removed. flowers models history shows what was"
          + " current when.",
      ""
    })
final class RollbackCommand extends Subcommand {
  @ParentCommand ModelsCommand models;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Which model. Default: ${DEFAULT-VALUE}.")
  String name = ModelRepository.DEFAULT_NAME;

  @Override
  public Integer call() throws IOException {
    ModelsCommand.requireName(this, name);
    Promotion back = new ModelRepository(models.home.home()).rollback(name);
    terminal()
        .say(
            "rollback  %s:%d is current now instead of %s:%d",
            name, back.version(), name, back.from());
    return CommandLine.ExitCode.OK;
  }
}
