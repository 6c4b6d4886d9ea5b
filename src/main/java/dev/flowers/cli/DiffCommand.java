package dev.flowers.cli;

import dev.flowers.training.ModelDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code flowers models diff}. */
@Command(
    name = "diff",
    header = "Compare two models on photos that neither was fitted to.",
    description = {
      "",
      "On the photos and labels of the second, as they are now: accuracy with intervals, the paired"
          + " difference, each class, and a page with the photos that changed sides. flowers evaluate"
          + " --model A --model B does the same on other photos.",
      ""
    })
final class DiffCommand extends Subcommand {
  @ParentCommand ModelsCommand models;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "The model to compare with: NAME, for its current version, or NAME:VERSION.")
  String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "The other one.")
  String second = "";

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "The page to write; an earlier page is replaced, but no other file. Default: one among the"
              + " home's reports.")
  Optional<Path> report = Optional.empty();

  @Option(
      names = "--json",
      description = "Print the figures as JSON, with the photos that changed sides.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = terminal();
    Terminal messages = json ? terminal.talkingToErr() : terminal;
    try (PipelineOutput output = new PipelineOutput(messages)) {
      ModelDiff.Result result =
          new ModelDiff(models.home.home(), output)
              .compare(first, second, Optional.empty(), report);
      if (json) {
        terminal.out().print(result.json());
      } else {
        messages.say("");
        terminal.out().print(result.text());
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
