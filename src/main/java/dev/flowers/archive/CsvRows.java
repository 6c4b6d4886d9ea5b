package dev.flowers.archive;

import dev.flowers.novelty.UnknownReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of {@code predict --csv}, with a column for the error of a photo without an answer. */
final class CsvRows implements AnswerText {
  private static final List<String> CLASSES = List.of("photo", "rank", "class", "probability");
  private static final List<String> IDENTIFICATION = List.of("answer", "reason", "novelty");
  private static final String ERROR = "error";
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final int rows;
  private final List<String> columns;

  CsvRows(int rows, boolean identified) {
    this.rows = rows;
    List<String> names = new ArrayList<>(CLASSES);
    if (identified) {
      names.addAll(IDENTIFICATION);
    }
    names.add(ERROR);
    this.columns = List.copyOf(names);
  }

  @Override
  public String header() throws IOException {
    return line(columns);
  }

  @Override
  public String text(PhotoAnswer answer) throws IOException {
    if (answer instanceof PhotoAnswer.Classified classified) {
      return text(classified.photo(), classified.classes(), List.of());
    }
    if (answer instanceof PhotoAnswer.Identified identified) {
      String reason = identified.reason().map(UnknownReason::toString).orElse("");
      return text(
          identified.photo(),
          identified.classes(),
          List.of(
              reason.isEmpty() ? identified.classes().get(0).className() : "unknown",
              reason,
              String.format(Locale.ROOT, "%.4f", identified.novelty())));
    }
    List<String> row = new ArrayList<>(Collections.nCopies(columns.size(), ""));
    row.set(0, answer.photo());
    row.set(row.size() - 1, answer instanceof PhotoAnswer.Failed failed ? failed.error() : "");
    return line(row);
  }

  private static String text(
      String photo, List<PhotoAnswer.Ranked> classes, List<String> identification)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int rank = 1;
    for (PhotoAnswer.Ranked ranked : classes) {
      List<String> row = new ArrayList<>();
      row.add(photo);
      row.add(Integer.toString(rank++));
      row.add(ranked.className());
      row.add(String.format(Locale.ROOT, "%.6f", ranked.probability()));
      row.addAll(identification);
      row.add("");
      text.append(line(row));
    }
    return text.toString();
  }

  private static String line(List<String> row) throws IOException {
    StringBuilder line = new StringBuilder();
    FORMAT.printRecord(line, row.toArray());
    return line.toString();
  }

  @Override
  public Entry parse(String record) {
    try (CSVParser parser = CSVParser.parse(record, FORMAT)) {
      List<CSVRecord> found = parser.getRecords();
      if (found.size() == 1 && found.get(0).size() == columns.size()) {
        String rank = found.get(0).get(1);
        return new Entry(
            found.get(0).get(0),
            rank.isEmpty() || rank.equals(Integer.toString(rows)),
            rank.isEmpty());
      }
    } catch (IOException | IllegalStateException e) {
      throw new IllegalArgumentException("bad CSV", e);
    }
    throw new IllegalArgumentException("a row that is no answer");
  }

  @Override
  public boolean quotes() {
    return true;
  }
}
