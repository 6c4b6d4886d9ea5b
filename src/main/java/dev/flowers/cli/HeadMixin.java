package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.head.ClassWeights;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.LearningRateSchedule;
import picocli.CommandLine.Option;

/** How the head is trained, and on which photos. */
final class HeadMixin {
  private static final HeadOptions DEFAULTS = HeadOptions.defaults();

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description =
          "Units of the hidden layer; 0 for none, which learns least by heart. Default: ${DEFAULT-VALUE}.")
  int hidden = DEFAULTS.hidden();

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description =
          "Share of hidden units left out at each step, against learning by heart. Default: ${DEFAULT-VALUE}.")
  float dropout = DEFAULTS.dropout();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Go through the photos this often at most. Default: ${DEFAULT-VALUE}.")
  int epochs = DEFAULTS.epochs();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after N epochs without a lower validation loss: what follows is mostly learning by"
              + " heart. Default: ${DEFAULT-VALUE}.")
  int patience = DEFAULTS.patience();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Photos a step. Default: ${DEFAULT-VALUE}.")
  int batch = DEFAULTS.batchSize();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "How far a step of AdamW goes: lower, if the first epoch is the best one. Default:"
              + " ${DEFAULT-VALUE}.")
  float learningRate = DEFAULTS.learningRate();

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "How the learning rate goes on, over all epochs: constant; step, a tenth of it after half"
              + " of them and a hundredth after three quarters; or cosine, gently down to 0, to"
              + " settle at the end. Default: ${DEFAULT-VALUE}.")
  LearningRateSchedule schedule = DEFAULTS.schedule();

  @Option(
      names = "--weight-decay",
      paramLabel = "RATE",
      description =
          "Draw the weights towards 0 by this times the learning rate at each step, against learning"
              + " by heart. Default: ${DEFAULT-VALUE}.")
  float weightDecay = DEFAULTS.weightDecay();

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description =
          "SampleStatistics this share of each label over all classes, against too much confidence and labels"
              + " that are wrong. Default: ${DEFAULT-VALUE}.")
  float labelSmoothing = DEFAULTS.labelSmoothing();

  @Option(
      names = "--class-weights",
      paramLabel = "NAME",
      description =
          "none; or balanced: photos of a class with few of them count for more, so that each class"
              + " counts the same. Default: ${DEFAULT-VALUE}.")
  ClassWeights classWeights = DEFAULTS.classWeights();

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
    return HeadOptions.builder()
        .optHidden(hidden)
        .optDropout(dropout)
        .optEpochs(epochs)
        .optPatience(patience)
        .optBatchSize(batch)
        .optLearningRate(learningRate)
        .optSchedule(schedule)
        .optWeightDecay(weightDecay)
        .optLabelSmoothing(labelSmoothing)
        .optClassWeights(classWeights)
        .optSeed(seed)
        .build();
  }

  Split split() {
    return Split.parse(split, splitSeed);
  }
}
