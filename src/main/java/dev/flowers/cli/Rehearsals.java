package dev.flowers.cli;

import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.SampleStatistics;
import dev.flowers.head.CrossValidation;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trainings whose heads are not kept: they say how far the published one's figures can be believed.
 */
final class Rehearsals {
  private final Terminal terminal;
  private final EmbeddingFile file;
  private final HeadOptions options;

  Rehearsals(Terminal terminal, EmbeddingFile file, HeadOptions options) {
    this.terminal = terminal;
    this.file = file;
    this.options = options;
  }

  static void checkRepeat(int times, Split split) throws WrongInputException {
    if (times < 1) {
      throw new WrongInputException("--repeat %d, expected 1 or more".formatted(times));
    }
    if (times > 1 && split.test() == 0) {
      throw new WrongInputException(
          "--repeat %d measures on the test part, but split %s leaves no photos for it"
              .formatted(times, split.percents()));
    }
  }

  /** Cross-validates. */
  void folds(Folds folds) throws IOException {
    Stopwatch watch = new Stopwatch();
    terminal.say(
        "%nfolds     %d heads, each tested on the fold that it has not seen (seed %d)",
        folds.count(), folds.seed());
    terminal.say("          fold  photos  accuracy  macro F1  best epoch");
    CrossValidation validation = new CrossValidation(options, folds);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int number = 0; number < folds.count(); number++) {
      CrossValidation.Round round = validation.round(file, number);
      int[] labels = round.rows().stream().mapToInt(file::label).toArray();
      Evaluation evaluation = Evaluation.of(file.classes(), labels, round.probabilities());
      terminal.say("          %4d  %s", number + 1, figures(evaluation, round.bestEpoch()));
      evaluations.add(evaluation);
    }
    sayAccuracy(evaluations, "folds", watch);
  }

  /** Trains and tests with the seeds that follow; the first is the published head once more. */
  void repeat(Split first, int times) throws IOException {
    Stopwatch watch = new Stopwatch();
    terminal.say(
        "%nrepeat    %d trainings, each with the next seed and split seed; the first is published",
        times);
    terminal.say("          seed  split seed  photos  accuracy  macro F1  best epoch");
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      HeadOptions next = options.toBuilder().optSeed(options.seed() + i).build();
      Split split = new Split(first.train(), first.validation(), first.test(), first.seed() + i);
      TrainedHead head = new HeadTrainer(next).train(file, split);
      Evaluation evaluation =
          Evaluated.of(head, HeadInput.of("the head", head, file), Split.Part.TEST).evaluation();
      terminal.say(
          "          %4d  %10d  %s",
          next.seed(), split.seed(), figures(evaluation, head.provenance().bestEpoch()));
      evaluations.add(evaluation);
    }
    sayAccuracy(evaluations, "trainings", watch);
  }

  private static String figures(Evaluation evaluation, int bestEpoch) {
    return String.format(
        Locale.ROOT,
        "%6d  %8.4f  %8.4f  %10d",
        evaluation.photos(),
        evaluation.accuracy(),
        evaluation.confusion().macroF1(),
        bestEpoch);
  }

  /** Of a handful of photos a part may get none, and says nothing. */
  private void sayAccuracy(List<Evaluation> evaluations, String over, Stopwatch watch) {
    double[] accuracies =
        evaluations.stream()
            .filter(evaluation -> evaluation.photos() > 0)
            .mapToDouble(Evaluation::accuracy)
            .toArray();
    if (accuracies.length == 0) {
      terminal.say("          no photo was tested");
      return;
    }
    SampleStatistics spread = SampleStatistics.of(accuracies);
    terminal.say(
        "          accuracy %.4f ± %.4f, mean and standard deviation over %d %s, in %s",
        spread.mean(), spread.deviation(), spread.count(), over, watch.seconds());
  }
}
