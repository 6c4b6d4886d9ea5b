package dev.flowers.cli;

import ai.djl.modality.Classifications.Classification;
import dev.flowers.FlowerClassifier;
import dev.flowers.Identification;
import dev.flowers.explanation.Neighbour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * CSV: one row for each photo and class, with the photo's answer in each where it may be unknown.
 * It has no columns for the nearest training photos.
 */
final class CsvAnswers extends Answers {
  private final CSVPrinter printer;

  private static final String[] CLASSES = {"photo", "rank", "class", "probability"};
  private static final String[] IDENTIFICATIONS = {
    "photo", "rank", "class", "probability", "answer", "reason", "novelty"
  };

  CsvAnswers(Terminal terminal, int count, boolean identified) throws IOException {
    super(terminal, count);
    printer =
        new CSVPrinter(
            terminal.out(),
            CSVFormat.RFC4180.builder().setHeader(identified ? IDENTIFICATIONS : CLASSES).get());
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
  void printIdentification(Path photo, Identification identification, List<Classification> ranked)
      throws IOException {
    int rank = 1;
    for (Classification classification : ranked) {
      printer.printRecord(
          photo,
          rank++,
          classification.getClassName(),
          String.format(Locale.ROOT, "%.6f", classification.getProbability()),
          answer(identification),
          reason(identification),
          String.format(Locale.ROOT, "%.4f", identification.novelty()));
    }
  }

  @Override
  public void close() {
    terminal.out().flush();
  }
}
