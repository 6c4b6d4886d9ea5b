package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import dev.flowers.explanation.Neighbour;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV: one row for each photo and class. It has no columns for the nearest training photos. */
final class CsvAnswers extends Answers {
  private final CSVPrinter printer;

  CsvAnswers(Terminal terminal, int count) throws IOException {
    super(terminal, count);
    printer =
        new CSVPrinter(
            terminal.out(),
            CSVFormat.RFC4180.builder().setHeader("photo", "rank", "class", "probability").get());
  }

  @Override
  void printClasses(
      FlowerClassifier.Answer answer, List<Classification> ranked, List<Neighbour> nearest)
      throws IOException {
    int rank = 1;
    for (Classification classification : ranked) {
      printer.printRecord(
          answer.photo(),
          rank++,
          classification.getClassName(),
          String.format(Locale.ROOT, "%.6f", classification.getProbability()));
    }
  }

  @Override
  public void close() {
    terminal.out().flush();
  }
}
