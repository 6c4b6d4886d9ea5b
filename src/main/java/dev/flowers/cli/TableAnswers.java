package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import java.util.List;
import java.util.Locale;

/** A line a photo: the classes in their order, each with its probability. */
final class TableAnswers extends Answers {
  TableAnswers(Terminal terminal, int count) {
    super(terminal, count);
  }

  @Override
  void printClasses(FlowerClassifier.Answer answer, List<Classification> ranked) {
    StringBuilder line = new StringBuilder(answer.photo().toString());
    for (Classification classification : ranked) {
      line.append(
          String.format(
              Locale.ROOT,
              "  %s %.1f%%",
              classification.getClassName(),
              100 * classification.getProbability()));
    }
    terminal.out().println(line);
  }
}
