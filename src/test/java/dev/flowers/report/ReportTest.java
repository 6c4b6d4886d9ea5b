package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportTest {
  private static final List<String> CLASSES = List.of("daisy", "roses", "tulips");

  @TempDir Path directory;

  @Test
  void pageIsWellFormedAndHasAllParts() throws Exception {
    Document page = page(SampleReport.of(CLASSES, 60, directory.resolve("photos")));
    Set<String> ids = new HashSet<>();
    for (Element element : elements(page, "*")) {
      if (element.hasAttribute("id")) {
        assertTrue(ids.add(element.getAttribute("id")), "twice: " + element.getAttribute("id"));
      }
    }
    assertSections(
        page,
        "training",
        "confusion",
        "classes",
        "calibration",
        "coverage",
        "map",
        "hardest",
        "suspects",
        "provenance");
  }

  @Test
  void everyPictureHasAName() throws Exception {
    Document page = page(SampleReport.of(CLASSES, 60, directory.resolve("photos")));
    List<String> names = attributes(page, "img", "alt");
    assertFalse(names.isEmpty());
    assertFalse(names.stream().anyMatch(String::isBlank), names.toString());
    List<Element> drawings = elements(page, "svg");
    assertTrue(drawings.size() > 4, "interval, two curves, calibration, map: " + drawings.size());
    for (Element drawing : drawings) {
      assertTrue(
          drawing.hasAttribute("aria-label") || drawing.getAttribute("aria-hidden").equals("true"));
    }
  }

  @Test
  void namesCannotBecomeMarkup() throws Exception {
    String evil = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;";
    ReportData plain = SampleReport.of(CLASSES, 60, directory.resolve("photos"));
    ReportData data =
        new ReportData(
            evil,
            evil,
            plain.history(),
            plain.bestEpoch(),
            SampleReport.of(List.of(evil, "'onload='x", "</title>"), 60, directory.resolve("p"))
                .evaluation(),
            plain.photos().stream().map(p -> Path.of("folder<i>", "<b>&'.jpg")).toList(),
            plain.embeddings(),
            Map.of(evil, "</table>" + evil));
    Document page = page(data);
    assertEquals(1, elements(page, "script").size());
    assertEquals(0, elements(page, "i").size());
    assertEquals(evil + " " + evil, elements(page, "h1").get(0).getTextContent());
    for (Element element : elements(page, "*")) {
      assertFalse(element.hasAttribute("onerror") || element.hasAttribute("onload"));
    }
  }

  @Test
  void pageLoadsNothing() throws Exception {
    String html = html(SampleReport.of(CLASSES, 60, directory.resolve("photos")));
    String addresses = html.replace("xmlns=\"http://www.w3.org/1999/xhtml\"", "");
    assertFalse(addresses.contains("http:") || addresses.contains("https:"));
    assertFalse(html.contains("@import") || html.contains("url("));
    assertTrue(html.contains("default-src &#39;none&#39;; img-src data:;"));
    for (Element element : elements(parse(html), "*")) {
      for (String attribute : List.of("src", "href")) {
        String target = element.getAttribute(attribute);
        assertTrue(
            target.isEmpty() || target.startsWith("#") || target.startsWith("data:"), target);
      }
    }
  }

  @Test
  void chartsHaveTheNumbersComputedByHand() throws Exception {
    Document page = page(SampleReport.of(CLASSES, 60, directory.resolve("photos")));
    // Epochs 1 to 4 lie at x 44, 145.3, 246.7, 348; losses 0 to 1 at y 180 to 12.
    assertTrue(
        attributes(page, "path", "d").contains("M44 28.8L145.3 96L246.7 112.8L348 79.2"),
        "the validation loss 0.9, 0.5, 0.4, 0.6");
    assertTrue(attributes(page, "line", "x1").contains("246.7"), "the best epoch is the third");
    // Photo i is wrong where i mod 13 is 5: 5, 18, 31, 44 and 57, of classes 2, 0, 1, 2 and 0.
    List<String> cells = new ArrayList<>();
    for (Element cell : elements(page, "td")) {
      if (cell.getAttribute("class").startsWith("hit")
          || cell.getAttribute("class").startsWith("miss")) {
        cells.add(cell.getTextContent() + " " + cell.getAttribute("class"));
      }
    }
    assertEquals(
        List.of("18 hit t9", "2 miss t3", "19 hit t10", "1 miss t2", "2 miss t3", "18 hit t9"),
        cells);
  }

  @Test
  void mapShowsEachPhotoOnceAndRingsMistakes() throws Exception {
    Document page = page(SampleReport.of(CLASSES, 60, directory.resolve("photos")));
    List<String> marks =
        attributes(page, "g", "class").stream().filter(c -> c.startsWith("m")).toList();
    assertEquals(60, marks.size());
    assertEquals(5, marks.stream().filter("m w"::equals).count());
  }

  @Test
  void sameDataGiveTheSameBytesAndReplaceWhatWasThere() throws IOException {
    ReportData data = SampleReport.of(CLASSES, 60, directory.resolve("photos"));
    Path reports = directory.resolve("reports/1");
    byte[] first = Files.readAllBytes(new Report(data).write(reports));
    Path file = new Report(data).write(reports);
    assertEquals(reports.resolve("index.html"), file);
    assertArrayEquals(first, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(reports)) {
      assertEquals(List.of(file), files.toList(), "no partial file is left");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whoMayReadOtherFilesMayReadAReport() throws IOException {
    Path plain = Files.createFile(directory.resolve("plain"));
    Path report =
        new Report(SampleReport.of(CLASSES, 10, directory.resolve("photos"))).write(directory);
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(report));
  }

  @Test
  void failureLeavesTheOldReport() throws IOException {
    ReportData data = SampleReport.of(CLASSES, 60, directory.resolve("photos"));
    Path file = Files.writeString(directory.resolve("index.html"), "old");
    ReportData.EmbeddingRows broken =
        new ReportData.EmbeddingRows() {
          @Override
          public int width() {
            return 4;
          }

          @Override
          public void read(int photo, float[] row) throws IOException {
            throw new IOException("gone");
          }
        };
    ReportData failing =
        new ReportData("m", "1", List.of(), 0, data.evaluation(), data.photos(), broken, Map.of());
    assertThrows(IOException.class, () -> new Report(failing).write(directory));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void nothingEvaluatedAndNoHistoryGiveAReportToo() throws Exception {
    ReportData data =
        new ReportData(
            "m",
            "1",
            List.of(),
            0,
            Evaluation.of(CLASSES, new int[0], List.of()),
            List.of(),
            SampleReport.of(CLASSES, 3, directory).embeddings(),
            Map.of());
    Document page = page(data);
    assertEquals(List.of("provenance"), ids(elements(page, "section")));
    assertEquals(List.of("#provenance"), attributes(page, "a", "href"));
    assertEquals(
        "No photo was tested.",
        elements(page, "header").get(0).getElementsByTagName("p").item(0).getTextContent());
  }

  @Test
  void figuresThatAreAbsentAreDashes() throws Exception {
    ReportData sample = SampleReport.of(CLASSES, 60, directory.resolve("photos"));
    // A daisy right, a daisy predicted as a tulip; no rose, no photo predicted as a rose.
    Evaluation two =
        Evaluation.of(
            CLASSES, new int[] {0, 0}, List.of(new float[] {1, 0, 0}, new float[] {0, 0, 1}));
    Document page =
        page(
            new ReportData(
                "m",
                "1",
                List.of(
                    new EpochResult(
                        1, 0.5, 0.5, OptionalDouble.empty(), OptionalDouble.empty(), 1)),
                1,
                two,
                sample.photos().subList(0, 2),
                sample.embeddings(),
                Map.of()));
    List<String> rows = new ArrayList<>();
    for (Element row : elements(page, "tr")) {
      if (row.getParentNode().getNodeName().equals("tbody")) {
        rows.add(row.getTextContent().replace('\u00A0', ' '));
      }
    }
    assertTrue(rows.contains("10.500–50.0 %–"), "the epoch: " + rows);
    assertTrue(rows.contains("tulips–0.0 %0.0 %0"), rows.toString());
    assertTrue(rows.contains("roses–––0"), rows.toString());
    assertTrue(
        rows.indexOf("roses–––0") > rows.indexOf("daisy50.0 %100.0 %66.7 %2"), rows.toString());
    String text = page.getDocumentElement().getTextContent();
    assertTrue(text.contains("mean F1 of the 2\u00A0classes that have a photo or a prediction"));
    assertFalse(text.contains("NaN"), text);
    for (Element drawing : elements(page, "svg")) {
      assertFalse(drawing.getAttribute("aria-label").contains("NaN"));
    }
  }

  @Test
  void aPageOfThousandClassesIsOpenedInASecond() throws Exception {
    List<String> classes = IntStream.range(0, 1000).mapToObj(i -> "class " + i).toList();
    String html = html(SampleReport.of(classes, 300, directory.resolve("photos")));
    String withoutPictures = html.replaceAll("data:image/jpeg;base64,[^\"]+", "");
    assertTrue(withoutPictures.length() < 1_000_000, "characters: " + withoutPictures.length());
    assertTrue(html.contains("The matrix of 1000 classes is left out"), "no million cells");
  }

  @Test
  void lossThatOverflowedIsLeftOutOfTheCurve() throws Exception {
    ReportData data = SampleReport.of(CLASSES, 20, directory.resolve("photos"));
    List<EpochResult> history =
        List.of(
            new EpochResult(1, 1, 0.5, OptionalDouble.of(1), OptionalDouble.of(0.5), 1),
            new EpochResult(
                2,
                Double.NaN,
                0.5,
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                OptionalDouble.of(0.5),
                1),
            new EpochResult(3, 0.5, 0.5, OptionalDouble.of(0.5), OptionalDouble.of(0.5), 1));
    Document page =
        page(
            new ReportData(
                "m",
                "1",
                history,
                3,
                data.evaluation(),
                data.photos(),
                data.embeddings(),
                Map.of()));
    assertTrue(attributes(page, "path", "d").contains("M44 12M348 96"));
  }

  @Test
  void dataThatDoNotAgreeAreRefused() throws IOException {
    ReportData data = SampleReport.of(CLASSES, 20, directory.resolve("photos"));
    IllegalArgumentException photos =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ReportData(
                    "m",
                    "1",
                    List.of(),
                    0,
                    data.evaluation(),
                    List.of(),
                    data.embeddings(),
                    Map.of()));
    assertEquals("found 0 photos, expected 20 (those that were evaluated)", photos.getMessage());
    IllegalArgumentException epoch =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ReportData(
                    "m",
                    "1",
                    SampleReport.history(),
                    9,
                    data.evaluation(),
                    data.photos(),
                    data.embeddings(),
                    Map.of()));
    assertEquals("bestEpoch: found 9, expected an epoch of the history", epoch.getMessage());
  }

  /** The headline comes first; then, in this order, the sections that the navigation links to. */
  private static void assertSections(Document page, String... ids) {
    List<Element> sections = elements(page, "section");
    assertEquals("headline", sections.get(0).getAttribute("class"));
    assertEquals(List.of(ids), ids(sections.subList(1, sections.size())));
    assertEquals(Stream.of(ids).map(id -> "#" + id).toList(), attributes(page, "a", "href"));
  }

  private static List<String> ids(List<Element> elements) {
    return elements.stream().map(element -> element.getAttribute("id")).toList();
  }

  private String html(ReportData data) throws IOException {
    return Files.readString(new Report(data).write(directory.resolve("report")));
  }

  private Document page(ReportData data)
      throws IOException, ParserConfigurationException, SAXException {
    return parse(html(data));
  }

  private static Document parse(String html)
      throws IOException, ParserConfigurationException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> attributes(Document page, String tag, String name) {
    return elements(page, tag).stream().map(element -> element.getAttribute(name)).toList();
  }
}
