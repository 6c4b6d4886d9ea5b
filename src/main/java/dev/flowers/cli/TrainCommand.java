package dev.flowers.cli;

import dev.flowers.dataset.Folds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
          + " on photos that it was not trained on, and publishes it as a new version in the home's"
          + " model zoo. That becomes the current one unless it is worse, see --promote.",
      ""
    })
final class TrainCommand extends Subcommand {
  @Mixin TrainingSource source;
  @Mixin HeadMixin head;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Afterwards, estimate the accuracy by K-fold cross-validation: K more heads, each tested on"
              + " the photos that it was not trained on. They are not kept; what is published is the"
              + " head that is trained without this option.")
  Optional<Integer> folds = Optional.empty();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Afterwards, estimate how much the accuracy varies by chance: N trainings in all, each with"
              + " the next --seed and --split-seed. What is published is the first, never the best."
              + " Default: ${DEFAULT-VALUE}.")
  int repeat = 1;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Log loss, accuracy and learning rate of each epoch for TensorBoard, in a new folder below"
              + " DIR. To look at them: tensorboard --logdir DIR.")
  @Nullable Path tensorBoard;

  @Override
  public Integer call() throws IOException {
    return source.run(
        this,
        head,
        pipeline -> {
          pipeline.optRepeats(repeat);
          folds.ifPresent(count -> pipeline.optFolds(new Folds(count, head.split().seed())));
          if (tensorBoard != null) {
            pipeline.optTensorBoard(tensorBoard);
          }
        });
  }
}
