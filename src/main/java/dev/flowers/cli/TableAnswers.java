package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import dev.flowers.explanation.Neighbour;
import java.util.List;
import java.util.Locale;

/**
 * Text: one line for each photo with its classes, the most probable first. Below it one indented
 * line for each of the nearest training photos.
 */
final class TableAnswers extends Answers {
  TableAnswers(Terminal terminal, int count) {
    super(terminal, count);
  }

  @Override
  void printClasses(
      FlowerClassifier.Answer answer, List<Classification> ranked, List<Neighbour> nearest) {
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
    for (Neighbour neighbour : nearest) {
      terminal.say(
          "  %.3f  %s  %s", neighbour.similarity(), neighbour.className(), name(neighbour));
    }
  }
}
