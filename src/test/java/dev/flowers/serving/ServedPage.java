package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowers.Chromium;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The server's page in a browser, in the words of who uses it. */
record ServedPage(Chromium browser) {
  /** Opens the page, and waits until it shows the model. */
  void open(FlowerServer server) throws InterruptedException {
    browser.open(server.address(), 1280, false);
    browser.await("document.getElementById('model').textContent !== ''");
  }

  /** Chooses files as the button's dialog would. */
  void choose(Path... files) {
    browser.choose("document.getElementById('files')", List.of(files));
  }

  /** Clicks on the first button that says this. */
  void press(String button) {
    browser.click(
        "Array.from(document.querySelectorAll('button')).find(b => b.textContent === "
            + Chromium.quoted(button)
            + ")");
  }

  int count(String selector) {
    return Integer.parseInt(
        browser.evaluate("document.querySelectorAll(" + Chromium.quoted(selector) + ").length"));
  }

  String text(String selector) {
    return browser.evaluate(
        "document.querySelector(" + Chromium.quoted(selector) + ").textContent");
  }

  /** Whether an element is on the page, and shown. */
  boolean shows(String selector) {
    return browser
        .evaluate(
            "document.querySelector("
                + Chromium.quoted(selector)
                + ")?.checkVisibility() ? 'yes' : 'no'")
        .equals("yes");
  }

  void awaitShown(String selector) throws InterruptedException {
    browser.await(
        "document.querySelector(" + Chromium.quoted(selector) + ")?.checkVisibility() === true");
  }

  void awaitText(String selector, String text) throws InterruptedException {
    browser.await(
        "Array.from(document.querySelectorAll("
            + Chromium.quoted(selector)
            + ")).some(e => e.textContent === "
            + Chromium.quoted(text)
            + ")");
  }

  /** Waits for the answers, and for the nearest photos after them: they take places of a queue. */
  void awaitAnswers(int count) throws InterruptedException {
    browser.await(
        "[document.querySelectorAll('.answer > .classes').length,"
            + " document.querySelectorAll('.nearest ol').length].every(n => n === "
            + count
            + ")");
  }

  /** A class as the server gives it. */
  private record ClassShare(String name, double share) {}

  private static List<ClassShare> answer(FlowerServer server, Path photo)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve("/predictions/flowers-vgg16"))
            .POST(HttpRequest.BodyPublishers.ofFile(photo))
            .build();
    String body =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    List<ClassShare> shares = new ArrayList<>();
    for (JsonElement entry : JsonParser.parseString(body).getAsJsonArray()) {
      JsonObject one = entry.getAsJsonObject();
      String name = one.get("className").getAsString();
      shares.add(new ClassShare(name, one.get("probability").getAsDouble()));
    }
    shares.sort(Comparator.comparingDouble(ClassShare::share).reversed());
    return shares;
  }

  /**
   * Compares the names, the figures and the bars, as wide as they are laid out, of the photo at a
   * place of the page with what the server answers.
   *
   * @return the best class
   */
  String assertBars(int place, FlowerServer server, Path photo)
      throws IOException, InterruptedException {
    List<ClassShare> expected = answer(server, photo);
    String rows =
        browser.evaluate(
            "JSON.stringify(Array.from(document.querySelectorAll('.answer')["
                + place
                + "].querySelectorAll('li'), li => [li.querySelector('.name').firstChild.textContent,"
                + " li.querySelector('.name span').textContent,"
                + " li.querySelector('.bar > div').getBoundingClientRect().width"
                + " / li.querySelector('.bar').getBoundingClientRect().width]))");
    JsonArray shown = JsonParser.parseString(rows).getAsJsonArray();
    assertEquals(expected.size(), shown.size(), rows);
    for (int i = 0; i < shown.size(); i++) {
      JsonArray row = shown.get(i).getAsJsonArray();
      ClassShare best = expected.get(i);
      assertEquals(best.name(), row.get(0).getAsString(), rows);
      assertEquals(
          String.format(Locale.ROOT, "%.1f%%", 100 * best.share()), row.get(1).getAsString());
      assertEquals(best.share(), row.get(2).getAsDouble(), 0.005, rows);
    }
    return expected.get(0).name();
  }
}
