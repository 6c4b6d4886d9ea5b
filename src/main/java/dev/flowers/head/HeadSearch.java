package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Searches for better hyperparameters by random search, which finds as good ones as a grid search
 * in fewer trials (J. Bergstra and Y. Bengio, JMLR 13, 2012). The validation loss decides; the test
 * part is not looked at. As {@link HeadTrainer}, for one thread of a process.
 *
 * <p>The first trial is the base. The others vary hidden units, dropout, batch size, learning rate,
 * schedule, weight decay and label smoothing; epochs, patience, class weights and seed are the
 * base's. The base's seed decides the trials.
 *
 * @param base the options to begin with
 */
public record HeadSearch(HeadOptions base) {
  /** Checks that nothing is missing. */
  public HeadSearch {
    Objects.requireNonNull(base, "base");
  }

  /**
   * What a trial gave.
   *
   * @param number its number, from 1
   * @param options what was tried
   * @param validationLoss mean cross-entropy of the best epoch over the validation photos; empty if
   *     the training diverged, as the next two
   * @param validationAccuracy the share of the validation photos that were right then, 0 to 1
   * @param bestEpoch the best epoch's number, from 1
   * @param seconds how long it took
   */
  public record Trial(
      int number,
      HeadOptions options,
      OptionalDouble validationLoss,
      OptionalDouble validationAccuracy,
      OptionalInt bestEpoch,
      double seconds) {}

  /**
   * What a search found.
   *
   * @param trial the one with the lowest validation loss, of equal ones the first
   * @param head the head that it trained
   */
  public record Found(Trial trial, TrainedHead head) {}

  /** A trial, and what it trained; or why there is nothing. */
  private record Tried(
      Trial trial, Optional<TrainedHead> head, Optional<DivergedException> failure) {
    /** What is compared: any loss is lower than that of a training that diverged. */
    double loss() {
      return trial.validationLoss().orElse(Double.POSITIVE_INFINITY);
    }
  }

  /**
   * Tries options, one after the other.
   *
   * @param file the embeddings; stays open
   * @param split which of them to train on, and which decide
   * @param trials how many to try, 1 or more
   * @param onTrial gets each trial as soon as it is there
   * @throws DivergedException if all trials diverged
   * @throws IllegalArgumentException if there are no trials, no photo is in the validation part, or
   *     as {@link HeadTrainer#train}
   * @throws IOException if the embeddings cannot be read
   */
  public Found search(EmbeddingFile file, Split split, int trials, Consumer<Trial> onTrial)
      throws IOException {
    SplitParts parts = split.assign(DuplicateGroups.exact().splitPhotos(file));
    return search(file, split, parts, trials, onTrial);
  }

  /**
   * Tries options on parts that were made before.
   *
   * @param split what made the parts
   * @param parts which photos to train on, and which decide
   */
  public Found search(
      EmbeddingFile file, Split split, SplitParts parts, int trials, Consumer<Trial> onTrial)
      throws IOException {
    List<HeadOptions> candidates = candidates(trials);
    if (HeadTrainer.rows(
                file, row -> parts.of(split, file.id(row), file.label(row)), Split.Part.VALIDATION)
            .length
        == 0) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: none of its %s is in the validation part (%s, seed %d), which is to choose among the trials",
              file.file(),
              Quantity.of(file.size(), "photo"),
              split.percents(),
              split.seed()));
    }
    Tried best = attempt(file, split, parts, 1, base);
    onTrial.accept(best.trial());
    for (int number = 2; number <= trials; number++) {
      Tried next = attempt(file, split, parts, number, candidates.get(number - 1));
      onTrial.accept(next.trial());
      best = next.loss() < best.loss() ? next : best;
    }
    if (best.failure().isPresent()) {
      throw best.failure().get();
    }
    return new Found(best.trial(), best.head().orElseThrow());
  }

  private static Tried attempt(
      EmbeddingFile file, Split split, SplitParts parts, int number, HeadOptions options)
      throws IOException {
    long start = System.nanoTime();
    try {
      TrainedHead head = new HeadTrainer(options).train(file, split, parts);
      EpochResult best = head.provenance().best();
      Trial trial =
          new Trial(
              number,
              options,
              best.validationLoss(),
              best.validationAccuracy(),
              OptionalInt.of(best.epoch()),
              seconds(start));
      return new Tried(trial, Optional.of(head), Optional.empty());
    } catch (DivergedException e) {
      Trial trial =
          new Trial(
              number,
              options,
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              OptionalInt.empty(),
              seconds(start));
      return new Tried(trial, Optional.empty(), Optional.of(e));
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Returns what is tried, the base first. */
  List<HeadOptions> candidates(int trials) {
    if (trials < 1) {
      throw new IllegalArgumentException("trials: found " + trials + ", expected 1 or more");
    }
    // java.util.Random, because its sequence is specified: the same on every Java.
    Random random = new Random(base.seed());
    List<HeadOptions> candidates = new ArrayList<>(List.of(base));
    while (candidates.size() < trials) {
      candidates.add(candidate(random));
    }
    return candidates;
  }

  /** Narrow layers and large batches, so that many trials take about a minute. */
  private HeadOptions candidate(Random random) {
    int hidden = choice(random, 0, 64, 128);
    float dropout = choice(random, 0f, 0.2f, 0.4f, 0.6f);
    return base.toBuilder()
        .optHidden(hidden)
        .optDropout(hidden == 0 ? 0 : dropout)
        .optBatchSize(choice(random, 128, 256))
        .optLearningRate(logUniform(random, 2e-4, 4e-3))
        .optSchedule(choice(random, LearningRateSchedule.values()))
        .optWeightDecay(random.nextBoolean() ? 0 : logUniform(random, 0.3, 30))
        .optLabelSmoothing(choice(random, 0f, 0.05f, 0.1f, 0.2f))
        .build();
  }

  @SafeVarargs
  private static <T> T choice(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Between two numbers, each order of magnitude as likely; of two digits, so that it is typed. */
  private static float logUniform(Random random, double low, double high) {
    // StrictMath: the same bits on every machine.
    double exact = low * StrictMath.pow(high / low, random.nextDouble());
    double digits = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(exact)) - 1);
    return (float) (Math.rint(exact / digits) * digits);
  }
}
