package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.report.SuspectPage.Suspect;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SuspectPageTest {
  @TempDir Path folder;

  @Test
  void holdsEachSuspectAndTheRestOfTheTable() throws Exception {
    String others = "\"a,b.jpg\",<b>,train\nc.jpg,d,\n";
    String page =
        page(
            new Suspect(folder.resolve("no.jpg"), "x/\"1\".jpg", "a&b", "test", "<i>", "90 %"),
            others);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    var item = document.getElementsByTagName("li").item(0).getAttributes();
    assertEquals("x/\"1\".jpg", item.getNamedItem("data-path").getNodeValue());
    assertEquals("a&b", item.getNamedItem("data-label").getNodeValue());
    assertEquals("test", item.getNamedItem("data-split").getNodeValue());
    assertEquals("<i>", item.getNamedItem("data-suggested").getNodeValue());
    assertEquals(2, document.getElementsByTagName("option").getLength());
    assertEquals(others, document.getElementsByTagName("pre").item(0).getTextContent());
  }

  @Test
  void loadsNothing() throws IOException {
    String page = page(new Suspect(folder.resolve("no.jpg"), "x", "a", "", "b", "90 %"), "");
    assertTrue(page.contains("default-src 'none'".replace("'", "&#39;")), page);
    assertFalse(page.replace("http://www.w3.org", "").contains("http://"));
    assertFalse(page.contains("https://"));
  }

  @Test
  void namesNoFolderOfThisMachine() throws IOException {
    String page = page(new Suspect(folder.resolve("no.jpg"), "x/1.jpg", "a", "", "b", ""), "");
    assertFalse(page.contains(folder.toString()));
  }

  private String page(Suspect suspect, String others) throws IOException {
    Path file = folder.resolve("suspects.html");
    new SuspectPage("suspects.csv", List.of("a&b", "<i>"), List.of(suspect), others, "suspects.csv")
        .write(file);
    return Files.readString(file);
  }
}
