package dev.flowers.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewFilesTest {
  private static final String HEADER =
      "path,label,split,suggested,probability,threshold,margin\r\n";

  @TempDir Path directory;

  @Test
  void newFilesEmptyOnesAndAnEarlierTableAreTaken() throws IOException {
    for (String text : new String[] {"", HEADER, HEADER + "a.jpg,a,,,,,\r\n"}) {
      Path table = Files.writeString(directory.resolve("suspects.csv"), text);
      ReviewFiles files = ReviewFiles.of(table, Optional.empty());
      assertEquals(new ReviewFiles(table, directory.resolve("suspects.html")), files);
    }
    Path labels = Files.writeString(directory.resolve("labels.csv"), HEADER);
    ReviewFiles files = ReviewFiles.of(directory.resolve("none"), Optional.of(labels));
    assertEquals(directory.resolve("none.html"), files.page());
  }

  @Test
  void nothingElseIsReplaced() throws IOException {
    for (String text :
        new String[] {"path,label,split\r\na.jpg,a,\r\n", HEADER.replace("margin", "m"), "photo"}) {
      Path file = Files.writeString(directory.resolve("1.jpg"), text);
      assertRefused("1.jpg: found something else than a table of suspects", file, Optional.empty());
    }
    assertRefused("found something else than a table of suspects", directory, Optional.empty());
    Path labels = Files.writeString(directory.resolve("mended.csv"), HEADER);
    assertRefused(
        "mended.csv: found the table that the labels are read from",
        directory.resolve("../" + directory.getFileName() + "/mended.csv"),
        Optional.of(labels));
    assertRefused("found the name of the page", directory.resolve("a.HTML"), Optional.empty());
    Files.writeString(directory.resolve("b.html"), "<!DOCTYPE html><p>mine</p>");
    assertRefused(
        "b.html: found something else than a page that flowers wrote",
        directory.resolve("b.csv"),
        Optional.empty());
  }

  private static void assertRefused(String message, Path table, Optional<Path> labels) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> ReviewFiles.of(table, labels));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.toString());
  }
}
