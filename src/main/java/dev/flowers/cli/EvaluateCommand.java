package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.training.EvaluationResult;
import dev.flowers.training.LeaveClassOutResult;
import dev.flowers.training.ModelEvaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
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

  @Option(
      names = "--leave-class-out",
      description =
          "Measure how well photos of an unknown class are noticed instead: leave out each class in"
              + " turn, train on the others as the model was trained, and compare the photos of the"
              + " class left out with the others' test photos.")
  boolean leaveClassOut;

  @Option(
      names = "--max-novel",
      paramLabel = "RATE",
      description =
          "With --leave-class-out: the share of known photos that may be called novel. Default:"
              + " 0.05.")
  Optional<Double> maxNovel = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (maxNovel.isPresent() && !leaveClassOut) {
      throw usage("--max-novel: found it without --leave-class-out, expected both");
    }
    if (leaveClassOut) {
      return leaveClassOut(
          valid(
                  () ->
                      new UnknownOptions(
                          maxNovel.orElse(UnknownOptions.defaults().maxNovel()),
                          OptionalDouble.empty()))
              .maxNovel());
    }
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

  private int leaveClassOut(double rate) throws IOException {
    if (rate == 0) {
      throw usage("--max-novel: found 0, expected above 0 and below 1, such as 0.05");
    }
    Terminal terminal = terminal();
    Terminal messages = json ? terminal.talkingToErr() : terminal;
    try (PipelineOutput output = new PipelineOutput(messages)) {
      LeaveClassOutResult result =
          new ModelEvaluator(home.home(), output).leaveClassOut(model.reference, embeddings, rate);
      if (json) {
        terminal.out().print(result.json());
      } else {
        messages.say("");
        terminal.out().println(result.text());
      }
    }
    return 0;
  }
}
