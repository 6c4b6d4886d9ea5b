package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.head.HeadOptions;
import picocli.CommandLine.Option;

/** How the head is trained, and on which photos. */
final class HeadMixin {
  private static final HeadOptions DEFAULTS = HeadOptions.defaults();

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of the hidden layer; 0 for none. Default: ${DEFAULT-VALUE}.")
  int hidden = DEFAULTS.hidden();

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Share of hidden units left out at each step. Default: ${DEFAULT-VALUE}.")
  float dropout = DEFAULTS.dropout();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Go through the photos this often at most. Default: ${DEFAULT-VALUE}.")
  int epochs = DEFAULTS.epochs();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Photos a step. Default: ${DEFAULT-VALUE}.")
  int batch = DEFAULTS.batchSize();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Adam's step size. Default: ${DEFAULT-VALUE}.")
  float learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without a better one. Default: ${DEFAULT-VALUE}.")
  int patience = DEFAULTS.patience();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Decides first weights and the order of the photos; the same seed gives the same head."
              + " Default: ${DEFAULT-VALUE}.")
  long seed = DEFAULTS.seed();

  @Option(
      names = "--split",
      paramLabel = "TRAIN/VALIDATION/TEST",
      description = "Percent of the photos for each. Default: ${DEFAULT-VALUE}.")
  String split = Split.standard().percents();

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description = "Another seed, another split. Default: ${DEFAULT-VALUE}.")
  long splitSeed = Split.standard().seed();

  HeadOptions options() {
    return new HeadOptions(hidden, dropout, epochs, batch, learningRate, seed, patience);
  }

  Split split() {
    return Split.parse(split, splitSeed);
  }
}
