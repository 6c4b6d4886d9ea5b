package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.TextFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The list of skipped files beside a TFRecord. It tells the user which files to repair, and the
 * next run which ones it need not decode again: by the same rules the same bytes cannot be read
 * later either. A file without an id failed with an error that may pass, and is tried again.
 */
final class SkippedCsv {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader("path", "reason", "id", "rules")
          .setSkipHeaderRecord(true)
          .get();

  private SkippedCsv() {}

  static Path beside(Path tfrecord) {
    return tfrecord.resolveSibling(tfrecord.getFileName() + ".skipped.csv");
  }

  /** Replaces the list; without anything skipped there is no file. */
  static void write(Path csv, List<SkippedFile> skipped, String rules) throws IOException {
    if (skipped.isEmpty()) {
      Files.deleteIfExists(csv);
      return;
    }
    AtomicFile.write(
        csv,
        out -> {
          Writer writer = new OutputStreamWriter(out, UTF_8);
          CSVPrinter printer =
              new CSVPrinter(writer, FORMAT.builder().setSkipHeaderRecord(false).get());
          for (SkippedFile file : skipped) {
            printer.printRecord(file.path(), file.reason(), file.id(), rules);
          }
          printer.flush();
        });
  }

  /**
   * The reasons by id of what was refused by the same rules; without a list, none.
   *
   * @throws IOException if the list cannot be read or is malformed; the message names it
   */
  static Map<String, String> verdicts(Path csv, String rules) throws IOException {
    Map<String, String> reasons = new HashMap<>();
    if (!Files.exists(csv)) {
      return reasons;
    }
    try (Reader reader = TextFile.reader(csv)) {
      for (CSVRecord row : FORMAT.parse(reader)) {
        if (row.size() == 4 && row.get("rules").equals(rules) && !row.get("id").isEmpty()) {
          reasons.put(row.get("id"), row.get("reason"));
        }
      }
    } catch (CSVException e) {
      throw malformed(csv, e);
    } catch (UncheckedIOException e) { // thrown by the iterator
      throw e.getCause() instanceof CSVException malformed
          ? malformed(csv, malformed)
          : e.getCause();
    }
    return reasons;
  }

  private static IOException malformed(Path csv, CSVException cause) {
    return new MalformedFileException(
        csv,
        "found bad CSV ("
            + cause.getMessage()
            + "), expected the list of skipped files; delete it:"
            + " the next run makes it anew",
        cause);
  }
}
