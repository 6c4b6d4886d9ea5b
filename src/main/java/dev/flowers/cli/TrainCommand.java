package dev.flowers.cli;

import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers train}. */
@Command(
    name = "train",
    header = "Train a classifier on your photos, evaluate it and publish it.",
    description = {
      "",
      "Does whatever is missing: converts the weights, embeds the photos, fits the head, measures it"
          + " on photos that it has not seen, and publishes it as a new version in the home's zoo.",
      ""
    })
final class TrainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;
  @Mixin TrainingSource source;
  @Mixin HeadMixin head;
  @Mixin NameOption publish;
  @Mixin TensorBoardMixin tensorBoard;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Afterwards, say how good the options are by cross-validation: K more heads, each tested on"
              + " a K-th of the photos that it has not seen. They are not kept; what is published is"
              + " the head that is trained without this option.")
  Optional<Integer> folds = Optional.empty();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Afterwards, say how much chance there is in the accuracy: N trainings in all, each with"
              + " the next --seed and --split-seed. What is published is the first, never the best."
              + " Default: ${DEFAULT-VALUE}.")
  int repeat = 1;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    source.refuseUnused();
    // Wrong options must not show only after an hour of embedding.
    HeadOptions options = head.options();
    Split split = head.split();
    Optional<Folds> rounds = folds.map(count -> new Folds(count, split.seed()));
    Rehearsals.checkRepeat(repeat, split);
    publish.check();
    tensorBoard.prepare();
    Home directory = home.home();
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      TrainingSource.Ready ready = source.prepare(directory, steps);
      try (EmbeddingFile file = EmbeddingFile.open(ready.tfrecord())) {
        tensorBoard.log(
            options,
            onEpoch ->
                steps.train(file, ready.photos(), split, options, publish.name, "", onEpoch));
        Rehearsals rehearsals = new Rehearsals(terminal, file, options);
        if (rounds.isPresent()) {
          rehearsals.folds(rounds.get());
        }
        if (repeat > 1) {
          rehearsals.repeat(split, repeat);
        }
      }
      return ready.exitCode();
    }
  }
}
