package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import dev.flowers.Identification;
import dev.flowers.explanation.Neighbour;
import java.nio.file.Path;
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
    terminal.out().println(answer.photo() + classes(ranked));
    for (Neighbour neighbour : nearest) {
      terminal.say(
          "  %.3f  %s  %s", neighbour.similarity(), neighbour.className(), name(neighbour));
    }
  }

  /** The answer comes first, then what it is made of. */
  @Override
  void printIdentification(Path photo, Identification identification, List<Classification> ranked) {
    String reason = reason(identification);
    terminal
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s  %s%s  novelty %.2f%s",
                photo,
                answer(identification),
                reason.isEmpty() ? "" : " (" + reason + ")",
                identification.novelty(),
                classes(ranked)));
  }

  private static String classes(List<Classification> ranked) {
    StringBuilder line = new StringBuilder();
    for (Classification classification : ranked) {
      line.append(
          String.format(
              Locale.ROOT,
              "  %s %.1f%%",
              classification.getClassName(),
              100 * classification.getProbability()));
    }
    return line.toString();
  }
}
