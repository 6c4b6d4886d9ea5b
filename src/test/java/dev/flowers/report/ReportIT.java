package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowers.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A report on as many photos as flower_photos has, in the browser itself. */
class ReportIT {
  private static final int MOST_BYTES = 5_000_000;

  @TempDir static Path directory;

  private static Path page = Path.of("");
  private static Optional<Chromium> browser = Optional.empty();

  @BeforeAll
  static void writeAndStart() throws IOException, InterruptedException {
    ReportData data =
        SampleReport.of(
            List.of("daisy", "dandelion", "roses", "sunflowers", "tulips"),
            3670,
            directory.resolve("photos"));
    page = new Report(data).write(directory.resolve("report"));
    Optional<Path> binary = Chromium.find();
    if (binary.isPresent()) {
      Path profile = Files.createDirectories(directory.resolve("profile"));
      browser = Optional.of(Chromium.start(binary.get(), profile));
    }
  }

  @AfterAll
  static void stop() {
    browser.ifPresent(Chromium::close);
  }

  private static Chromium browser() {
    assumeTrue(browser.isPresent(), "no chromium on the PATH");
    return browser.orElseThrow();
  }

  @Test
  void staysUnderFiveMegabytes() throws IOException {
    long size = Files.size(page);
    assertTrue(size < MOST_BYTES, size + " bytes");
  }

  @ParameterizedTest
  @CsvSource({"1280,false", "1280,true", "390,false", "390,true", "320,false"})
  void fitsTheWindowWithoutComplaint(int width, boolean dark) {
    Chromium chromium = browser();
    chromium.open(page, width, dark);
    assertEquals(List.of(), chromium.complaints());
    int found = Integer.parseInt(chromium.evaluate("document.documentElement.scrollWidth"));
    assertTrue(found <= width, found + " pixels wide in a window of " + width);
    String background = chromium.evaluate("getComputedStyle(document.body).backgroundColor");
    assertEquals(dark ? "rgb(21, 21, 19)" : "rgb(250, 249, 246)", background);
    assertEquals(
        "0",
        chromium.evaluate("Array.from(document.images).filter(i => i.naturalWidth === 0).length"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void longNamesAndManyClassesFitToo(int width) throws IOException {
    Chromium chromium = browser();
    List<String> classes =
        IntStream.range(0, 40)
            .mapToObj(
                i -> i + "<b>&\"'" + (i % 2 == 0 ? "looong".repeat(20) : "very long ".repeat(20)))
            .toList();
    ReportData data = SampleReport.of(classes, 400, directory.resolve("photos"));
    chromium.open(new Report(data).write(directory.resolve("long")), width, false);
    assertEquals(List.of(), chromium.complaints());
    int found = Integer.parseInt(chromium.evaluate("document.documentElement.scrollWidth"));
    assertTrue(found <= width, found + " pixels wide in a window of " + width);
    assertEquals("0", chromium.evaluate("document.querySelectorAll('.matrix th b').length"));
  }

  @Test
  void opensInASecond() {
    Chromium chromium = browser();
    chromium.open(page, 1280, false);
    double loaded =
        Double.parseDouble(
            chromium.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"));
    // The budget is one second on a machine with nothing else to do; here others build too.
    assertTrue(loaded < 3000, loaded + " ms");
  }

  @Test
  void arrowKeysWalkThroughTheMapMistakesFirst() {
    Chromium chromium = browser();
    chromium.open(page, 1280, false);
    chromium.evaluate("document.querySelector('.map').focus()");
    assertEquals("true", chromium.evaluate("document.querySelector('.card').hidden"));
    chromium.press("ArrowRight");
    assertEquals("false", chromium.evaluate("document.querySelector('.card').hidden"));
    String text = chromium.evaluate("document.querySelector('.card p').textContent");
    assertTrue(text.startsWith("daisy predicted as dandelion, "), text);
    chromium.press("Escape");
    assertEquals("true", chromium.evaluate("document.querySelector('.card').hidden"));
  }

  @Test
  void filtersLeaveWhatTheyName() {
    Chromium chromium = browser();
    chromium.open(page, 390, false);
    String visible = "document.querySelectorAll('.m:not(.off)').length";
    assertEquals("2000", chromium.evaluate(visible));
    chromium.evaluate("document.getElementById('mistakes').click()");
    // 5, 18, 31, … 3658
    assertEquals("282", chromium.evaluate(visible));
    chromium.evaluate("document.querySelector('#map button').click()");
    assertEquals("225", chromium.evaluate(visible));
  }
}
