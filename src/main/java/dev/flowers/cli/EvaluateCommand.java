package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.training.EvaluationResult;
import dev.flowers.training.ModelEvaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers evaluate}. */
@Command(
    name = "evaluate",
    header = "Evaluate a model on photos that it was not trained on.",
    description = {"", "By default, on the test part of the photos that it was made from.", ""})
final class EvaluateCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin ModelOption model;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Evaluate on this TFRecord; without it, on the one that the model was made from.")
  Optional<Path> embeddings = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = "Which part by the model's split: train, validation, test. Default: test.")
  Split.Part part = Split.Part.TEST;

  @Option(
      names = "--json",
      description =
          "Print the figures as JSON, with the paths of the hardest and suspicious photos.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = terminal();
    Terminal messages = json ? terminal.talkingToErr() : terminal;
    try (PipelineOutput output = new PipelineOutput(messages)) {
      EvaluationResult result =
          new ModelEvaluator(home.home(), output).evaluate(model.reference, embeddings, part);
      if (json) {
        terminal.out().print(result.json());
      } else {
        messages.say("");
        terminal.out().println(result.evaluation().text());
      }
    }
    return 0;
  }
}
