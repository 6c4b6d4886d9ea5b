package dev.flowers.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowers.Chromium;
import dev.flowers.dataset.Photo;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.Split;
import dev.flowers.report.SuspectPage.Suspect;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels are decided on in the browser itself, and the saved table is read. */
class SuspectPageIT {
  private static final String QUOTED = "photos/roses/1, \"big\".jpg";
  private static final String TWO_LINES = "photos/roses/5\n6.jpg";
  private static final List<String> PATHS =
      List.of(
          QUOTED,
          "photos/roses/2.jpg",
          "photos/tulips/3.jpg",
          "photos/tulips/4.jpg",
          TWO_LINES,
          "photos/tulips/7.jpg");
  private static final String STATE = "document.getElementById('state').textContent";

  @TempDir static Path directory;
  @TempDir Path saved;

  private static Path page = Path.of("");
  private static Optional<Chromium> started = Optional.empty();

  @BeforeAll
  static void writeAndStart() throws IOException, InterruptedException {
    assumeTrue(Chromium.find().isPresent(), "no chromium on the PATH");
    for (String path : PATHS) {
      Path file = directory.resolve(path);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "no photo");
    }
    StringWriter others = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(others, CSVFormat.RFC4180)) {
      printer.printRecord(TWO_LINES, "lilies, wild", "validation");
      printer.printRecord(PATHS.get(5), "tulips", "");
    }
    page = directory.resolve("suspects.html");
    new SuspectPage(
            "suspects.csv",
            List.of("lilies, wild", "roses", "tulips"),
            List.of(
                suspect(0, "roses", "train", "tulips"),
                suspect(1, "roses", "", "tulips"),
                suspect(2, "tulips", "test", "roses"),
                suspect(3, "tulips", "", "roses")),
            others.toString().replace("\r\n", "\n"),
            "suspects.csv")
        .write(page);
    Path profile = Files.createDirectories(directory.resolve("profile"));
    started = Optional.of(Chromium.start(Chromium.find().orElseThrow(), profile));
  }

  private static Suspect suspect(int index, String label, String split, String suggested) {
    String path = PATHS.get(index);
    return new Suspect(directory.resolve(path), path, label, split, suggested, "90 %");
  }

  @AfterAll
  static void stop() {
    started.ifPresent(Chromium::close);
  }

  @BeforeEach
  void open() {
    browser().saveIn(saved);
    browser().open(page, 1280, false);
  }

  private static Chromium browser() {
    return started.orElseThrow();
  }

  private static String item(int suspect) {
    return "document.querySelectorAll('li.suspect')[" + suspect + "]";
  }

  private static void click(int suspect, String button) {
    browser().click(item(suspect) + ".querySelector('[data-do=" + button + "]')");
  }

  private static void retype(int suspect, String label) {
    browser().evaluate(item(suspect) + ".querySelector('input').select()");
    browser().type(label);
  }

  /** Clicks on the button, and reads the file that comes of it. */
  private String save() throws IOException, InterruptedException {
    browser().click("document.getElementById('save')");
    Path table = saved.resolve("labels.csv");
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!Files.exists(table) || Files.size(table) == 0) {
      assertTrue(System.nanoTime() < deadline, "nothing was saved; " + browser().evaluate(STATE));
      Thread.sleep(20);
    }
    return Files.readString(table);
  }

  @Test
  void theSavedTableHasWhatWasDecidedAndTrainingReadsIt() throws Exception {
    assertEquals("0 of 4 decided, 0 changed.", browser().evaluate(STATE));
    click(0, "accept");
    click(1, "keep");
    retype(2, " daisy, \"ox-eye\" ");
    assertEquals("3 of 4 decided, 2 changed.", browser().evaluate(STATE));
    assertEquals(
        List.of(
            "path,label,split",
            "\"photos/roses/1, \"\"big\"\".jpg\",tulips,train",
            "photos/roses/2.jpg,roses,",
            "photos/tulips/3.jpg,\"daisy, \"\"ox-eye\"\"\",test",
            "photos/tulips/4.jpg,tulips,",
            "\"photos/roses/5\n6.jpg\",\"lilies, wild\",validation",
            "photos/tulips/7.jpg,tulips,",
            ""),
        List.of(save().split("\r\n", -1)));
    assertEquals(
        Map.of(
            PATHS.get(0), "tulips train",
            PATHS.get(1), "roses",
            PATHS.get(2), "daisy, \"ox-eye\" test",
            PATHS.get(3), "tulips",
            PATHS.get(4), "lilies, wild validation",
            PATHS.get(5), "tulips"),
        labelled(saved.resolve("labels.csv")));
    assertEquals(List.of(), browser().complaints());
  }

  private static Map<String, String> labelled(Path table) throws IOException {
    PhotoFolder folder = PhotoFolder.labelled(table, Optional.of(directory));
    Map<String, String> labels = new TreeMap<>();
    for (Photo photo : folder.photos()) {
      String part = photo.part().map(Split.Part::text).map(text -> " " + text).orElse("");
      String path = directory.toAbsolutePath().normalize().relativize(photo.path()).toString();
      labels.put(path, folder.classes().get(photo.label()) + part);
    }
    return labels;
  }

  @Test
  void aDecisionMayBeTakenBack() throws Exception {
    click(0, "accept");
    click(1, "accept");
    click(0, "keep");
    retype(1, "lilies, wild");
    click(1, "keep");
    assertEquals("2 of 4 decided, 0 changed.", browser().evaluate(STATE));
    assertTrue(save().contains("\r\nphotos/roses/2.jpg,roses,\r\n"));
  }

  static Stream<String> noClassNames() {
    return Stream.of(" ", "\u200b \u00a0", "a\u0085b", "x".repeat(1001));
  }

  /** What the page takes, training must take. */
  @ParameterizedTest
  @MethodSource("noClassNames")
  void whatIsNoClassNameIsRefused(String label) throws Exception {
    retype(2, label);
    String input = item(2) + ".querySelector('input')";
    assertEquals("true", browser().evaluate(input + ".getAttribute('aria-invalid')"));
    browser().evaluate("document.activeElement.blur()");
    browser().click("document.getElementById('save')");
    assertEquals(
        "Found no label, or one that is not a class name, for photos/tulips/3.jpg.",
        browser().evaluate(STATE));
    assertEquals("true", browser().evaluate("document.activeElement === " + input));
    String asks = "!dispatchEvent(new Event('beforeunload', {cancelable: true}))";
    assertEquals("true", browser().evaluate(asks), "nothing is saved yet");
    retype(2, "roses");
    assertEquals("false", browser().evaluate(input + ".getAttribute('aria-invalid')"));
    String table = save();
    assertTrue(table.contains("\r\nphotos/tulips/3.jpg,roses,test\r\n"), table);
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(saved)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    assertEquals(List.of("labels.csv"), names);
  }

  @Test
  void whoLeavesWithoutSavingIsAsked() throws Exception {
    click(0, "accept");
    assertEquals(List.of("beforeunload"), leave());
    browser().open(page, 1280, false);
    click(0, "accept");
    save();
    assertEquals(List.of(), leave());
  }

  private static List<String> leave() {
    browser().open(URI.create("about:blank"), 1280, false);
    return browser().dialogs();
  }
}
