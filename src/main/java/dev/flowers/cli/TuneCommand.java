package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadSearch;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers tune}. */
@Command(
    name = "tune",
    header = "Look for the head's best options and publish the best head.",
    description = {
      "",
      "Tries the options as given, then random ones: hidden units, dropout, batch, learning rate,"
          + " schedule, weight decay and label smoothing vary; epochs, patience, class weights, seed"
          + " and split stay as given. The lowest loss on the validation photos wins; the test photos"
          + " are not looked at before. The same seed gives the same trials. The winner is evaluated"
          + " and published as train does it. Nothing is written before: a run that is"
          + " killed leaves all as it was, and the embeddings for the next one.",
      ""
    })
final class TuneCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;
  @Mixin TrainingSource source;
  @Mixin HeadMixin head;
  @Mixin NameOption publish;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Try this many sets of options. Default: ${DEFAULT-VALUE}.")
  int trials = 30;

  TuneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    source.refuseUnused();
    // Wrong options must not show only after an hour of embedding.
    HeadOptions options = head.options();
    Split split = head.split();
    if (trials < 1) {
      throw new WrongInputException("--trials %d, expected 1 or more".formatted(trials));
    }
    if (split.validation() == 0) {
      throw new WrongInputException(
          "--split %s leaves no photos for validation, which is to choose among the trials"
              .formatted(split.percents()));
    }
    publish.check();
    Home directory = home.home();
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      TrainingSource.Ready ready = source.prepare(directory, steps);
      try (EmbeddingFile file = EmbeddingFile.open(ready.tfrecord())) {
        steps.sayParts(file, split);
        TrainedHead best = search(file, split, options);
        steps.publish(
            file,
            ready.photos(),
            best,
            publish.name,
            "options of the lowest validation loss among %d trials, seed %d"
                .formatted(trials, options.seed()));
      }
      return ready.exitCode();
    }
  }

  private TrainedHead search(EmbeddingFile file, Split split, HeadOptions options)
      throws IOException {
    Stopwatch watch = new Stopwatch();
    terminal.say(
        "tune      trial  validation loss  accuracy  epoch  seconds  hidden  dropout  batch"
            + "      rate  schedule  decay  smoothing");
    HeadSearch.Found best = new HeadSearch(options).search(file, split, trials, this::say);
    terminal.say(
        "          trial %d of %d is the best, loss %.4f, in %s",
        best.trial().number(), trials, best.trial().validationLoss(), watch.seconds());
    return best.head();
  }

  private void say(HeadSearch.Trial trial) {
    HeadOptions options = trial.options();
    terminal.say(
        "          %5d  %15.4f  %8.4f  %5d  %7.1f  %6d  %7s  %5d  %8s  %8s  %5s  %9s",
        trial.number(),
        trial.validationLoss(),
        trial.validationAccuracy(),
        trial.bestEpoch(),
        trial.seconds(),
        options.hidden(),
        DisplayText.of(options.dropout()),
        options.batchSize(),
        DisplayText.of(options.learningRate()),
        DisplayText.of(options.schedule()),
        DisplayText.of(options.weightDecay()),
        DisplayText.of(options.labelSmoothing()));
  }
}
