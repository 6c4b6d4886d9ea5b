package dev.flowers.head;

import com.sun.management.OperatingSystemMXBean;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.embedding.EmbeddingWriter;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.SampleStatistics;
import dev.flowers.storage.FileTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each of the head's options is worth, one changed at a time, as a table: {@code
 * benchmarks/knobs.sh} starts it. Trained on 60 % of the photos and tested on 25 %; mean and
 * standard deviation over five seeds, each the seed of the split and of the head. The differences
 * are between trainings of the same seed.
 */
final class KnobComparison {
  private static final int SEEDS = 5;

  private record Knob(String name, UnaryOperator<HeadOptionsBuilder> change) {}

  private record Score(
      double accuracy, double macroRecall, double macroF1, double loss, double epoch) {}

  private static final String WEIGHED = "class weights balanced";
  private static final Knob DEFAULTS = new Knob("the defaults", builder -> builder);

  private static final List<Knob> KNOBS =
      List.of(
          new Knob("weight decay 0", builder -> builder.optWeightDecay(0)),
          new Knob("weight decay 3", builder -> builder.optWeightDecay(3)),
          new Knob("weight decay 30", builder -> builder.optWeightDecay(30)),
          new Knob("learning rate 0.0003", builder -> builder.optLearningRate(0.0003f)),
          new Knob("label smoothing 0.1", builder -> builder.optLabelSmoothing(0.1f)),
          new Knob("step", builder -> builder.optSchedule(LearningRateSchedule.STEP)),
          new Knob("cosine", builder -> builder.optSchedule(LearningRateSchedule.COSINE)),
          new Knob("hidden 0", builder -> builder.optHidden(0)),
          new Knob("hidden 128", builder -> builder.optHidden(128)),
          new Knob("dropout 0.5", builder -> builder.optDropout(0.5f)),
          new Knob("patience 10", builder -> builder.optPatience(10)),
          new Knob(WEIGHED, builder -> builder.optClassWeights(ClassWeights.BALANCED)));

  private KnobComparison() {}

  /**
   * Measures and prints.
   *
   * @param args a TFRecord of embeddings, and a regular expression of the options to compare, if
   *     not all
   */
  public static void main(String[] args) throws IOException {
    Pattern pattern = Pattern.compile(args.length > 1 ? args[1] : ".*");
    List<Knob> chosen = KNOBS.stream().filter(knob -> pattern.matcher(knob.name()).find()).toList();
    Path temporary = Files.createTempDirectory("knobs");
    try (EmbeddingFile file = EmbeddingFile.open(Path.of(args[0]));
        EmbeddingFile thinned = thinned(file, temporary.resolve("thinned.tfrecord"))) {
      compare(file, chosen);
      compare(thinned, chosen.stream().filter(knob -> knob.name().equals(WEIGHED)).toList());
    } finally {
      FileTree.delete(temporary);
    }
  }

  private static void compare(EmbeddingFile file, List<Knob> knobs) throws IOException {
    say("%n%d photos of %d classes%n", file.size(), file.classes().size());
    say("| option | accuracy | difference | macro recall | macro F1 | loss | best epoch | CPU s |");
    say("| --- | --- | --- | --- | --- | --- | --- | --- |");
    List<Score> base = List.of();
    for (Knob knob : Stream.concat(Stream.of(DEFAULTS), knobs.stream()).toList()) {
      double start = cpuSeconds();
      List<Score> scores = scores(file, knob);
      double seconds = cpuSeconds() - start;
      base = base.isEmpty() ? scores : base;
      List<Score> first = base;
      say(
          "| %s | %s | %s | %s | %s | %s | %s | %.1f |",
          knob.name(),
          spread(scores, Score::accuracy),
          text(
              SampleStatistics.of(
                  IntStream.range(0, SEEDS)
                      .mapToDouble(i -> scores.get(i).accuracy() - first.get(i).accuracy())
                      .toArray())),
          spread(scores, Score::macroRecall),
          spread(scores, Score::macroF1),
          spread(scores, Score::loss),
          spread(scores, Score::epoch),
          seconds / SEEDS);
    }
  }

  /** Writes an unbalanced part: of the second class half of the photos, of the third a third. */
  private static EmbeddingFile thinned(EmbeddingFile file, Path target) throws IOException {
    int[] seen = new int[file.classes().size()];
    try (EmbeddingWriter writer =
        EmbeddingWriter.open(target, file.info().trunk(), file.classes(), file.width())) {
      for (int row : file.rowsById()) {
        int label = file.label(row);
        if (seen[label]++ % (label + 1) == 0) {
          writer.append(file.embedding(row));
        }
      }
      writer.complete();
    }
    return EmbeddingFile.open(target);
  }

  private static List<Score> scores(EmbeddingFile file, Knob knob) throws IOException {
    List<Score> scores = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      HeadOptions options = knob.change().apply(HeadOptions.builder()).optSeed(seed).build();
      Split split = new Split(60, 15, 25, seed);
      TrainedHead head = new HeadTrainer(options).train(file, split);
      int[] rows =
          HeadTrainer.rows(
              file, row -> head.provenance().part(file.id(row), file.label(row)), Split.Part.TEST);
      List<float[]> probabilities = new ArrayList<>();
      for (int row : rows) {
        probabilities.add(head.probabilities(file.values(row)));
      }
      Evaluation evaluation =
          Evaluation.of(
              file.classes(), Arrays.stream(rows).map(file::label).toArray(), probabilities);
      scores.add(
          new Score(
              evaluation.accuracy().orElseThrow(),
              evaluation.confusion().macroRecall().orElseThrow(),
              evaluation.confusion().macroF1().orElseThrow(),
              evaluation.loss().orElseThrow(),
              head.provenance().bestEpoch()));
    }
    return scores;
  }

  /** Of all threads: another program's load does not show. */
  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static String spread(List<Score> scores, ToDoubleFunction<Score> figure) {
    return text(SampleStatistics.of(scores.stream().mapToDouble(figure).toArray()));
  }

  private static String text(SampleStatistics spread) {
    return String.format(
        Locale.ROOT, "%.3f ± %.3f", spread.mean(), spread.deviation().orElseThrow());
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
