package dev.flowers.head;

import dev.flowers.dataset.Folds;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What each of the head's options is worth, one changed at a time, as a table: {@code
 * benchmarks/knobs.sh} starts it. Each figure is over all photos, cross-validated in ten folds;
 * mean and standard deviation over five seeds, each the seed of the folds and of the head. The
 * differences are between trainings of the same seed.
 */
final class KnobComparison {
  private static final int SEEDS = 5;
  private static final int FOLDS = 10;

  private record Knob(String name, UnaryOperator<HeadOptions.Builder> change) {}

  private record Score(double accuracy, double macroRecall, double macroF1, double epochs) {}

  private static final List<Knob> KNOBS =
      List.of(
          new Knob("the defaults", builder -> builder),
          new Knob("learning rate 0.0003", builder -> builder.optLearningRate(0.0003f)),
          new Knob("learning rate 0.0001", builder -> builder.optLearningRate(0.0001f)),
          new Knob("learning rate 0.00003", builder -> builder.optLearningRate(0.00003f)),
          new Knob("label smoothing 0.1", builder -> builder.optLabelSmoothing(0.1f)),
          new Knob("weight decay 0.1", builder -> builder.optWeightDecay(0.1f)),
          new Knob("weight decay 10", builder -> builder.optWeightDecay(10)),
          new Knob("step", builder -> builder.optSchedule(LearningRateSchedule.STEP)),
          new Knob("cosine", builder -> builder.optSchedule(LearningRateSchedule.COSINE)),
          new Knob("class weights", builder -> builder.optClassWeights(ClassWeights.BALANCED)),
          new Knob("hidden 0", builder -> builder.optHidden(0)),
          new Knob("hidden 128", builder -> builder.optHidden(128)),
          new Knob("dropout 0.5", builder -> builder.optDropout(0.5f)),
          new Knob("patience 10", builder -> builder.optPatience(10)));

  private KnobComparison() {}

  /**
   * Measures and prints.
   *
   * @param args a TFRecord of embeddings
   */
  public static void main(String[] args) throws IOException {
    try (EmbeddingFile file = EmbeddingFile.open(Path.of(args[0]))) {
      say("%d photos of %d classes%n", file.size(), file.classes().size());
      say("| option | accuracy | difference | macro recall | macro F1 | best epoch | seconds |");
      say("| --- | --- | --- | --- | --- | --- | --- |");
      List<Score> base = List.of();
      for (Knob knob : KNOBS) {
        long start = System.nanoTime();
        List<Score> scores = scores(file, knob);
        double seconds = (System.nanoTime() - start) / 1e9;
        base = base.isEmpty() ? scores : base;
        List<Score> first = base;
        say(
            "| %s | %s | %s | %s | %s | %s | %.1f |",
            knob.name(),
            spread(scores, Score::accuracy),
            text(
                Spread.of(
                    IntStream.range(0, SEEDS)
                        .mapToDouble(i -> scores.get(i).accuracy() - first.get(i).accuracy())
                        .toArray())),
            spread(scores, Score::macroRecall),
            spread(scores, Score::macroF1),
            spread(scores, Score::epochs),
            seconds / (SEEDS * FOLDS));
      }
    }
  }

  private static List<Score> scores(EmbeddingFile file, Knob knob) throws IOException {
    List<Score> scores = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      HeadOptions options = knob.change().apply(HeadOptions.builder()).optSeed(seed).build();
      CrossValidation validation = new CrossValidation(options, new Folds(FOLDS, seed));
      List<Integer> rows = new ArrayList<>();
      List<float[]> probabilities = new ArrayList<>();
      double epochs = 0;
      for (int number = 0; number < FOLDS; number++) {
        CrossValidation.Round round = validation.round(file, number);
        rows.addAll(round.rows());
        probabilities.addAll(round.probabilities());
        epochs += (double) round.bestEpoch() / FOLDS;
      }
      Evaluation evaluation =
          Evaluation.of(
              file.classes(), rows.stream().mapToInt(file::label).toArray(), probabilities);
      scores.add(
          new Score(
              evaluation.accuracy(),
              evaluation.confusion().macroRecall(),
              evaluation.confusion().macroF1(),
              epochs));
    }
    return scores;
  }

  private static String spread(List<Score> scores, ToDoubleFunction<Score> figure) {
    return text(Spread.of(scores.stream().mapToDouble(figure).toArray()));
  }

  private static String text(Spread spread) {
    return String.format(Locale.ROOT, "%.3f ± %.3f", spread.mean(), spread.deviation());
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
