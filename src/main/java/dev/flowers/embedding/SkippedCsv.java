package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The list of skipped files beside a TFRecord. It tells a person what to mend, and the next run
 * what it need not try again: by the same rules the same bytes cannot be read tomorrow either. A
 * file without an id failed in passing, and is tried again.
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
    Path partial = csv.resolveSibling(csv.getFileName() + ".partial");
    try (Writer writer = Files.newBufferedWriter(partial, UTF_8);
        CSVPrinter printer =
            new CSVPrinter(writer, FORMAT.builder().setSkipHeaderRecord(false).get())) {
      for (SkippedFile file : skipped) {
        printer.printRecord(file.path(), file.reason(), file.id(), rules);
      }
    }
    Files.move(partial, csv, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The reasons by id of what was refused by the same rules; without a list, none. */
  static Map<String, String> verdicts(Path csv, String rules) throws IOException {
    Map<String, String> reasons = new HashMap<>();
    if (!Files.exists(csv)) {
      return reasons;
    }
    try (Reader reader = Files.newBufferedReader(csv, UTF_8)) {
      for (CSVRecord row : FORMAT.parse(reader)) {
        if (row.size() == 4 && row.get("rules").equals(rules) && !row.get("id").isEmpty()) {
          reasons.put(row.get("id"), row.get("reason"));
        }
      }
    }
    return reasons;
  }
}
