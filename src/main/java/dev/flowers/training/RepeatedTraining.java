package dev.flowers.training;

import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.HeadEvaluation;
import dev.flowers.evaluation.HeadInput;
import dev.flowers.evaluation.SampleStatistics;
import dev.flowers.head.CrossValidation;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.training.PipelineListener.Round;
import dev.flowers.training.PipelineListener.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Trains heads that are tested and not kept, to estimate how much an accuracy varies. */
final class RepeatedTraining {
  private final PipelineListener listener;
  private final EmbeddingFile file;
  private final DuplicateGroups groups;
  private final HeadOptions options;

  RepeatedTraining(
      PipelineListener listener, EmbeddingFile file, DuplicateGroups groups, HeadOptions options) {
    this.groups = groups;
    this.listener = listener;
    this.file = file;
    this.options = options;
  }

  /** Cross-validates: each head is tested on the fold that it was not trained on. */
  List<Round> crossValidate(Folds folds) throws IOException {
    Stopwatch watch = new Stopwatch();
    listener.onStart(
        Stage.CROSS_VALIDATION,
        folds.count()
            + " heads, each tested on the fold that it was not trained on (seed "
            + folds.seed()
            + ")");
    CrossValidation validation = new CrossValidation(options, folds);
    List<Round> rounds = new ArrayList<>();
    for (int number = 0; number < folds.count(); number++) {
      CrossValidation.Round fold = validation.round(file, groups, number);
      int[] labels = fold.rows().stream().mapToInt(file::label).toArray();
      Evaluation evaluation = Evaluation.of(file.classes(), labels, fold.probabilities());
      rounds.add(new Round(number + 1, options.seed(), folds.seed(), fold.bestEpoch(), evaluation));
      listener.onRound(Stage.CROSS_VALIDATION, rounds.get(number));
    }
    listener.onEnd(Stage.CROSS_VALIDATION, summary(rounds, "folds", watch));
    return rounds;
  }

  /** Trains with one seed after the other; the first is that of the published head. */
  List<Round> repeat(Split first, int times) throws IOException {
    Stopwatch watch = new Stopwatch();
    listener.onStart(
        Stage.REPEATS,
        times + " trainings, each with the next seed and split seed; the first is published");
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      HeadOptions next = options.toBuilder().optSeed(options.seed() + i).build();
      Split split = new Split(first.train(), first.validation(), first.test(), first.seed() + i);
      TrainedHead head =
          new HeadTrainer(next).train(file, split, split.assign(groups.splitPhotos(file)));
      Evaluation evaluation =
          HeadEvaluation.of(head, HeadInput.of("the head", head, file), Split.Part.TEST)
              .evaluation();
      rounds.add(
          new Round(i + 1, next.seed(), split.seed(), head.provenance().bestEpoch(), evaluation));
      listener.onRound(Stage.REPEATS, rounds.get(i));
    }
    listener.onEnd(Stage.REPEATS, summary(rounds, "trainings", watch));
    return rounds;
  }

  /** The accuracies' statistics; a round without a test photo has none. */
  static Optional<SampleStatistics> accuracy(List<Round> rounds) {
    double[] accuracies =
        rounds.stream()
            .map(Round::evaluation)
            .flatMapToDouble(evaluation -> evaluation.accuracy().stream())
            .toArray();
    return accuracies.length == 0 ? Optional.empty() : Optional.of(SampleStatistics.of(accuracies));
  }

  private static String summary(List<Round> rounds, String over, Stopwatch watch) {
    return accuracy(rounds)
        .map(
            accuracy ->
                accuracy.deviation().isPresent()
                    ? String.format(
                        Locale.ROOT,
                        "accuracy %.4f ± %.4f, mean and standard deviation over %d %s, in %s",
                        accuracy.mean(),
                        accuracy.deviation().getAsDouble(),
                        accuracy.count(),
                        over,
                        watch.seconds())
                    : String.format(
                        Locale.ROOT,
                        "accuracy %.4f, of only one of the %d %s: no photo was tested in the others, in %s",
                        accuracy.mean(),
                        rounds.size(),
                        over,
                        watch.seconds()))
        .orElse("no photo was tested");
  }
}
