package dev.flowers.dataset;

import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table of labels: CSV by RFC 4180 in UTF-8, whose header names the columns {@code path},
 * {@code label} and, where parts are fixed, {@code split}. Other columns are passed over.
 */
final class LabelTable {
  private static final String PATH = "path";
  private static final String LABEL = "label";
  private static final String SPLIT = "split";
  private static final String EXPECTED_HEADER = "a header that names path, label and perhaps split";

  private final Path table;
  private final List<Path> bases = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final Map<Path, Long> lines = new HashMap<>();

  private record Row(Path photo, String label, Optional<Split.Part> part) {}

  private LabelTable(Path table, Optional<Path> photos) {
    this.table = table;
    bases.add(folder(table));
    photos.ifPresent(folder -> bases.add(folder.toAbsolutePath().normalize()));
  }

  private static Path folder(Path table) {
    Path parent = table.toAbsolutePath().normalize().getParent();
    return parent == null ? table.toAbsolutePath().getRoot() : parent;
  }

  static PhotoFolder read(Path table, Optional<Path> photos) throws IOException {
    LabelTable reader = new LabelTable(table, photos);
    String text = TextFile.read(table);
    // Spreadsheets put a byte order mark before UTF-8.
    reader.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
    return reader.photos();
  }

  private void parse(String text) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    long line = 1;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw fault(1, "found nothing, expected " + EXPECTED_HEADER);
      }
      Map<String, Integer> columns = columns(records.next());
      line = parser.getCurrentLineNumber() + 1;
      while (records.hasNext()) {
        CSVRecord row = records.next();
        // The number of the line that a row ends in; one field may have several lines.
        add(row, columns, firstLine(parser, row));
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      throw fault(line, "found no CSV (" + reason(e) + "), expected rows by RFC 4180");
    }
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static long firstLine(CSVParser parser, CSVRecord row) {
    long breaks = row.stream().mapToLong(f -> f.chars().filter(c -> c == '\n').count()).sum();
    return Math.max(1, parser.getCurrentLineNumber() - breaks);
  }

  private Map<String, Integer> columns(CSVRecord header) throws InvalidInputException {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).strip().toLowerCase(Locale.ROOT);
      if (columns.putIfAbsent(name, i) != null && !name.isEmpty()) {
        throw fault(1, "found column " + ClassNames.quoted(name) + " twice, expected it once");
      }
    }
    for (String needed : List.of(PATH, LABEL)) {
      if (!columns.containsKey(needed)) {
        String found = String.join(",", header.toList());
        throw fault(
            1,
            "found no column \""
                + needed
                + "\" in "
                + ClassNames.quoted(found)
                + ", expected "
                + EXPECTED_HEADER);
      }
    }
    columns.put("", header.size());
    return columns;
  }

  private void add(CSVRecord row, Map<String, Integer> columns, long line)
      throws InvalidInputException {
    int width = columns.getOrDefault("", 0);
    if (row.size() != width) {
      throw fault(
          line, "found " + row.size() + " fields, expected " + width + ", as in the header");
    }
    Path photo = photo(cell(row, columns, PATH), line);
    String label = cell(row, columns, LABEL);
    String problem = ClassNames.fault(label);
    if (!problem.isEmpty()) {
      throw fault(
          line,
          "found the label "
              + ClassNames.quoted(label)
              + " ("
              + problem
              + "), expected "
              + ClassNames.EXPECTED);
    }
    String split = cell(row, columns, SPLIT).strip();
    Optional<Split.Part> part = Split.Part.named(split);
    if (part.isEmpty() && !split.isEmpty()) {
      throw fault(
          line,
          "found the split "
              + ClassNames.quoted(split)
              + ", expected "
              + Split.Part.NAMES
              + ", or nothing");
    }
    Long other = lines.putIfAbsent(photo, line);
    if (other != null) {
      throw fault(
          line, "found " + photo + ", which line " + other + " has, too; expected each photo once");
    }
    rows.add(new Row(photo, label, part));
  }

  private static String cell(CSVRecord row, Map<String, Integer> columns, String name) {
    Integer column = columns.get(name);
    return column == null ? "" : row.get(column);
  }

  private Path photo(String path, long line) throws InvalidInputException {
    if (path.isBlank()) {
      throw fault(line, "found no path, expected that of a photo");
    }
    try {
      for (Path base : bases) {
        // Tables from Windows have backslashes; a file's own name may have one elsewhere.
        for (String spelling : List.of(path, path.replace('\\', '/'))) {
          Path photo = base.resolve(spelling).normalize();
          if (Files.isRegularFile(photo)) {
            return photo;
          }
        }
      }
    } catch (InvalidPathException e) {
      throw fault(line, "found the path " + ClassNames.quoted(path) + ", expected that of a photo");
    }
    throw fault(
        line,
        "found no file "
            + ClassNames.quoted(path)
            + ", expected one in "
            + bases.get(0)
            + (bases.size() > 1
                ? " or " + bases.get(1)
                : ": paths are relative to the table's folder, or to --photos"));
  }

  private InvalidInputException fault(long line, String problem) {
    return new InvalidInputException(table + ": line " + line + ": " + problem);
  }

  private PhotoFolder photos() throws InvalidInputException {
    List<String> classes = List.copyOf(new TreeSet<>(rows.stream().map(Row::label).toList()));
    if (classes.size() < 2) {
      throw new InvalidInputException(
          table
              + ": found "
              + (classes.isEmpty() ? "no row" : "one class alone, " + classes.get(0))
              + ", expected photos of two classes or more");
    }
    List<Photo> photos = new ArrayList<>();
    for (Row row : rows) {
      photos.add(new Photo(row.photo(), classes.indexOf(row.label()), row.part()));
    }
    photos.sort(PhotoFolder.ORDER);
    return new PhotoFolder(
        table.toAbsolutePath().normalize(), bases.get(0), classes, photos, List.of());
  }
}
