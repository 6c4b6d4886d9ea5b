package dev.flowers.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.report.PageFile;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a review of labels writes. Only what an earlier review wrote is replaced.
 *
 * @param table the table of all photos
 * @param page the page, beside the table
 */
record ReviewFiles(Path table, Path page) {
  /** The columns of the table, by whose names it is recognized, too. */
  static final List<String> COLUMNS =
      List.of("path", "label", "split", "suggested", "probability", "threshold", "margin");

  /**
   * Returns the files of a table.
   *
   * @param labels the table that the labels are read from, if one is
   * @throws InvalidInputException if the table would replace this one, or one of the files
   *     something that no review wrote
   * @throws IOException if a file that is there cannot be read
   */
  static ReviewFiles of(Path table, Optional<Path> labels) throws IOException {
    Path out = table.toAbsolutePath().normalize();
    Path page = out.resolveSibling(stem(out) + ".html");
    // Where names differ by case alone, they may be those of one file.
    if (page.toString().equalsIgnoreCase(out.toString())) {
      throw new InvalidInputException(
          out + ": found the name of the page, expected that of a table, such as suspects.csv");
    }
    if (labels.isPresent() && Files.exists(out) && Files.isSameFile(out, labels.get())) {
      throw new InvalidInputException(
          out + ": found the table that the labels are read from, expected another file to write");
    }
    if (Files.exists(out) && !isReview(out)) {
      throw new InvalidInputException(
          out
              + ": found something else than a table of suspects, expected the name of a new file, or"
              + " such a table, which is replaced");
    }
    PageFile.check(page);
    return new ReviewFiles(out, page);
  }

  private static String stem(Path table) {
    String name = table.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static boolean isReview(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    String header = String.join(",", COLUMNS) + "\r\n";
    try (InputStream in = Files.newInputStream(file)) {
      String found = new String(in.readNBytes(header.length()), UTF_8);
      return found.isEmpty() || found.equals(header);
    }
  }
}
