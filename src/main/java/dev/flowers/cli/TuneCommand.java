package dev.flowers.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers tune}. */
@Command(
    name = "tune",
    header = "Search for the head's hyperparameters and publish the best head.",
    description = {
      "",
      "Random search. The first trial has the hyperparameters as given; the others vary hidden units,"
          + " dropout, batch size, learning rate, schedule, weight decay and label smoothing. Epochs,"
          + " patience, class weights, seed and split stay as given. The lowest loss on the validation"
          + " photos wins; the test photos are not used before. The same seed gives the same trials."
          + " The winner is evaluated and published as train does it.",
      ""
    })
final class TuneCommand extends Subcommand {
  @Mixin TrainingSource source;
  @Mixin HeadMixin head;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Number of trials. Default: ${DEFAULT-VALUE}.")
  int trials = 30;

  @Override
  public Integer call() throws IOException {
    if (trials < 1) {
      throw usage("--trials: found " + trials + ", expected 1 or more");
    }
    return source.run(this, head, pipeline -> pipeline.optTrials(trials));
  }
}
