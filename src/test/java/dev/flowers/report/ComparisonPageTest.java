package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.InvalidInputException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ComparisonPageTest {
  @TempDir Path directory;

  private Document written(ComparisonPage page) throws Exception {
    Path file = directory.resolve("new/page.html");
    page.write(file);
    String html = Files.readString(file).replaceFirst("<!DOCTYPE html>", "");
    assertFalse(html.contains("src=\"http"), "it loads nothing");
    assertFalse(html.contains(directory.toString()), "nothing of where the photos lie");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  @Test
  void hostileNamesAreTextAndPhotosThatAreGoneArePlaceholders() throws Exception {
    String hostile = "<script>alert(1)</script>&amp;\"'";
    PairedComparison figures = new PairedComparison(40, 2, 3, 5);
    List<ComparisonPage.Shown> photos =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    new ComparisonPage.Shown(
                        directory.resolve("daisy/" + i + ".jpg"),
                        hostile,
                        hostile,
                        0.9,
                        "roses",
                        0.6))
            .toList();
    Document page =
        written(
            new ComparisonPage(
                "flowers:1",
                "flowers:2",
                9,
                Optional.of(figures),
                List.of(new ComparisonPage.ClassRow(hostile, figures)),
                List.of(
                    new ComparisonPage.Group("spoiled", "Right before, wrong now", photos),
                    new ComparisonPage.Group("mended", "Wrong before, right now", List.of()))));
    assertEquals(1, page.getElementsByTagName("script").getLength(), "the page's own");
    assertEquals(48, page.getElementsByTagName("figure").getLength());
    String text = page.getElementsByTagName("main").item(0).getTextContent();
    assertTrue(text.contains("The first 48 of 60\u00A0photos."), text);
    assertTrue(text.contains(hostile), text);
    assertTrue(text.contains("84.0\u00A0%") && text.contains("86.0\u00A0%"), text);
    assertTrue(text.contains("p = 1.0000"), text);
  }

  @Test
  void aPageIsReplacedAndNothingElse() throws Exception {
    Path file = directory.resolve("new/page.html");
    PageFile.check(file);
    written(new ComparisonPage("a:1", "a:2", 12, Optional.empty(), List.of(), List.of()));
    PageFile.check(file);
    PageFile.check(Files.createFile(directory.resolve("empty")));
    for (Path other : List.of(directory, Files.writeString(directory.resolve("1.jpg"), "photo"))) {
      InvalidInputException e =
          assertThrows(InvalidInputException.class, () -> PageFile.check(other));
      assertTrue(String.valueOf(e.getMessage()).startsWith(other + ": found "), e.toString());
    }
  }

  @Test
  void withoutPhotosItSaysSo() throws Exception {
    Document page =
        written(new ComparisonPage("a:1", "a:2", 12, Optional.empty(), List.of(), List.of()));
    String text = page.getElementsByTagName("main").item(0).getTextContent();
    assertTrue(text.contains("No photo that neither model was fitted to; 12 left out."), text);
  }
}
