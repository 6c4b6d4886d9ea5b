package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowers.Chromium;
import dev.flowers.CopiedTree;
import dev.flowers.SmallModel;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's page in the browser itself, in front of a real server. */
class PageIT {
  private static final int MOST_BYTES = 1 << 20;
  private static final String MAP = ".square img[alt^=Occlusion]";

  @TempDir static Path directory;
  private static Home home;
  private static List<Path> photos;
  private static Optional<ServedPage> started = Optional.empty();

  @BeforeAll
  static void publishAndStart() throws IOException, InterruptedException {
    assumeTrue(Chromium.find().isPresent(), "no chromium on the PATH");
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 4);
    home = painted.home();
    photos = painted.photos();
    Path profile = Files.createDirectories(directory.resolve("profile"));
    Chromium browser = Chromium.start(Chromium.find().orElseThrow(), profile);
    started = Optional.of(new ServedPage(browser));
  }

  @AfterAll
  static void stop() {
    started.map(ServedPage::browser).ifPresent(Chromium::close);
  }

  private static ServedPage page() {
    return started.orElseThrow();
  }

  private static FlowerServer.Builder server(int queue) {
    ServingOptions options =
        ServingOptions.builder().optQueue(queue).optBodyBytes(MOST_BYTES).build();
    return FlowerServer.builder().optHome(home).optPort(0).optOptions(options);
  }

  @Test
  void chosenPhotosGetTheirClassesAsBarsAndTheNearestPhotos() throws Exception {
    try (FlowerServer server = server(64).start()) {
      page().open(server);
      assertEquals("Model: flowers-vgg16, version 1", page().text("#model"));
      page().choose(photos.get(0), photos.get(13));
      page().awaitAnswers(2);
      page().assertBars(0, server, photos.get(0));
      page().assertBars(1, server, photos.get(13));
      assertEquals("Predicted by flowers-vgg16, version 1", page().text(".answer .say"));
      String nearest = page().text(".nearest ol .file").replace("\u200b", "");
      assertTrue(photos.get(0).endsWith(nearest), nearest);
      assertEquals(List.of(), page().browser().complaints());

      page().press("Remove");
      assertEquals(1, page().count("article"));
      page().assertBars(0, server, photos.get(13));
      page().press("Remove all");
      assertEquals(0, page().count("article"));
      assertFalse(page().shows("#clear"));
    }
  }

  @Test
  void aDroppedPhotoIsAnsweredAndExplained() throws Exception {
    try (FlowerServer server = server(64).start()) {
      page().open(server);
      List<Path> files = List.of(photos.get(5));
      page().browser().drag(Chromium.DragStep.ENTER, files);
      page().browser().drag(Chromium.DragStep.OVER, files);
      page().browser().await("document.body.classList.contains('dropping')");
      page().browser().drag(Chromium.DragStep.DROP, files);
      page().awaitAnswers(1);
      assertEquals(0, page().count(".dropping"));
      String best = page().assertBars(0, server, photos.get(5));

      page().press("Explain the prediction");
      page().awaitShown(MAP);
      page().browser().await("document.querySelector('" + MAP + "').naturalWidth > 0");
      String alt = page().browser().evaluate("document.querySelector('" + MAP + "').alt");
      assertTrue(alt.startsWith("Occlusion sensitivity map of " + best + ":"), alt);
      page().press("Show the explanation");
      assertFalse(page().shows(MAP));
      assertFalse(page().shows(".legend"));
      page().press("Show the explanation");
      assertTrue(page().shows(MAP));
      assertEquals(List.of(), page().browser().complaints());
    }
  }

  @Test
  void anotherModelIsAskedAndLeavesNothingOfTheFirstOnes() throws Exception {
    Path first = new ModelRepository(home).find("flowers-vgg16").directory().resolveSibling("");
    CopiedTree.of(first, first.resolveSibling("other"));
    try (FlowerServer server = server(64).addModel("flowers-vgg16").addModel("other").start()) {
      page().open(server);
      page().choose(photos.get(1));
      page().awaitAnswers(1);
      page().press("Explain the prediction");
      page().awaitShown(MAP);
      page()
          .browser()
          .evaluate(
              "((models) => { models.value = 'other'; models.dispatchEvent(new Event('change')); })"
                  + "(document.getElementById('models'))");
      page().awaitText(".answer .say", "Predicted by other, version 1");
      assertEquals(0, page().count(MAP));
      assertEquals(0, page().count(".legend"), "how the first model's probability changes");
      assertTrue(page().text("details code").endsWith("/predictions/other"));
    }
  }

  @Test
  void aFileThatIsNoPhotoCostsNoOtherItsAnswer() throws Exception {
    Path notes = Files.writeString(directory.resolve("it's notes.txt"), "No flower grows here.");
    try (FlowerServer server = server(64).start()) {
      page().open(server);
      page().choose(notes, photos.get(7));
      page().awaitText(".answer .wrong", "This is not an image that the server can read.");
      page().awaitAnswers(1);
      String detail = page().text(".answer .detail");
      assertTrue(detail.startsWith("The server says: "), detail);
      page().awaitText(".square p", "This browser cannot show the file.");
      page().assertBars(1, server, photos.get(7));
      assertEquals(
          "curl --data-binary '@it'\\''s notes.txt' "
              + server.address()
              + "/predictions/flowers-vgg16",
          page().text("details code"));
    }
  }

  @Test
  void aFileAboveTheLimitIsNotSent() throws Exception {
    Path large = Files.write(directory.resolve("large.jpg"), new byte[MOST_BYTES + 1]);
    try (FlowerServer server = server(64).start()) {
      page().open(server);
      page().choose(large);
      page()
          .awaitText(
              ".answer .wrong",
              "This file is too large: it has 1.0 MB, and the server takes 1.0 MB at most.");
      String sent = ".filter(r => r.name.includes('/predictions/')).length";
      assertEquals(
          "0", page().browser().evaluate("performance.getEntriesByType('resource')" + sent));
    }
  }

  /** A request whose body does not come, in the only place of a queue. */
  private static Socket occupying(FlowerServer server) throws IOException {
    Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    slow.setSoTimeout(10_000);
    String head = "POST /predictions/flowers-vgg16 HTTP/1.1\r\nHost: localhost\r\n";
    slow.getOutputStream()
        .write((head + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n").getBytes(UTF_8));
    // The server asks for the body once it has accepted the request.
    assertEquals("HTTP/1.1 100", new String(slow.getInputStream().readNBytes(12), UTF_8));
    return slow;
  }

  @Test
  void aBusyServerIsAskedAgainUntilItAnswers() throws Exception {
    try (FlowerServer server = server(1).start()) {
      page().open(server);
      try (Socket slow = occupying(server)) {
        page().choose(photos.get(2));
        page().awaitText(".answer .wait", "The server is busy. Trying again in 1 s …");
        slow.getOutputStream().write("no photo.".getBytes(UTF_8));
      }
      page().awaitAnswers(1);
      page().assertBars(0, server, photos.get(2));
    }
  }

  @Test
  void aServerThatStaysBusyIsAskedNoMoreUntilAPersonDoes() throws Exception {
    try (FlowerServer server = server(1).start()) {
      page().open(server);
      try (Socket slow = occupying(server)) {
        page()
            .browser()
            .evaluate("((real) => { setTimeout = (f, ms) => real(f, ms / 100); })(setTimeout)");
        page().choose(photos.get(2));
        page().awaitText(".answer .wrong", "The server is too busy to answer.");
        slow.getOutputStream().write("no photo.".getBytes(UTF_8));
      }
      page().press("Try again");
      page().awaitAnswers(1);
      page().assertBars(0, server, photos.get(2));
    }
  }

  @Test
  void aServerThatIsGoneIsLookedForUntilItIsBack() throws Exception {
    int port;
    try (FlowerServer first = server(64).start()) {
      port = first.address().getPort();
      page().open(first);
    }
    page().choose(photos.get(9));
    page().awaitText(".answer .wrong", "The server does not answer.");
    page().awaitShown("#gone");
    try (FlowerServer second = server(64).optPort(port).start()) {
      page().awaitAnswers(1);
      assertFalse(page().shows("#gone"));
      page().assertBars(0, second, photos.get(9));
    }
  }

  @Test
  void aTokenIsAskedForUntilItIsRight() throws Exception {
    Path tokens = Files.writeString(directory.resolve("tokens"), "right\n");
    try (FlowerServer server = server(64).optTokenFile(tokens).start()) {
      page().browser().open(server.address(), 1280, false);
      page().awaitShown("#token-dialog");
      assertFalse(page().shows("#token-wrong"));
      page().choose(photos.get(3));
      page().browser().type("guess");
      page().press("Use the token");
      page().awaitShown("#token-wrong");
      assertEquals(0, page().count(".answer > .classes"));
      page().browser().type("right");
      page().press("Use the token");
      page().awaitAnswers(1);
      assertFalse(page().shows("#token-dialog"));
      String curl = page().text("details code");
      assertTrue(curl.startsWith("curl -H \"Authorization: Bearer $TOKEN\" --data-binary "), curl);
    }
  }
}
