package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be said of the page without a browser; {@link PageIT} uses it in one, and
 * benchmarks/page.mjs takes pictures of it.
 */
class PageTest {
  private static final List<Route> routes =
      new Routes(
              new Models(List.of(new EchoModel())),
              new ServerMetrics(),
              ServingOptions.defaults(),
              () -> true)
          .all();

  private static Reply get(String path) throws RequestException {
    Route route =
        routes.stream()
            .filter(r -> r.method().equals("GET") && r.path().matcher(path).matches())
            .findFirst()
            .orElseThrow();
    return route.action().begin(new Call("", "", Map.of(), new byte[0])).await();
  }

  private static String text(String path) throws RequestException {
    return new String(get(path).body(), UTF_8);
  }

  private static List<String> all(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().map(r -> r.group(1)).toList();
  }

  @Test
  void itSaysHowLongABodyMayBe() throws RequestException {
    int bytes = ServingOptions.defaults().bodyBytes();
    assertTrue(text("/").contains("<body data-body-bytes=\"" + bytes + "\">"));
    assertFalse(text("/").contains("{{"));
  }

  @Test
  void itLoadsItsOwnFilesAlone() throws RequestException {
    List<String> files = all("(?:src|href)=\"([^\"]*)\"", text("/"));
    assertTrue(files.contains("page.js") && files.contains("page.css"), files.toString());
    for (String file : files) {
      assertEquals(200, get("/" + file).status());
    }
    for (String script : List.of("/page.js", "/photo.js")) {
      for (String imported : all("from '\\./([^']*)'", text(script))) {
        assertEquals("text/javascript; charset=utf-8", type("/" + imported));
      }
    }
  }

  private static String type(String path) throws RequestException {
    return get(path).headers().getOrDefault("Content-Type", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page.css", "/page.js", "/photo.js", "/server.js", "/icon.svg"})
  void itsPolicyLetsNothingElseIn(String path) throws RequestException {
    Map<String, String> headers = get(path).headers();
    String policy = headers.getOrDefault("Content-Security-Policy", "");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertTrue(policy.endsWith("frame-ancestors 'none'"), policy);
    assertEquals("no-referrer", headers.get("Referrer-Policy"));
    assertEquals("DENY", headers.get("X-Frame-Options"));
  }

  @Test
  void nothingInItsTextWouldNeedAWeakerPolicy() throws RequestException {
    String html = text("/");
    assertEquals(List.of(), all("(<style|<script>|\\sstyle=|\\son[a-z]+=|javascript:)", html));
    for (String script : List.of("/page.js", "/photo.js", "/server.js")) {
      assertEquals(
          List.of(), all("(innerHTML|outerHTML|insertAdjacentHTML|eval\\(|https?:)", text(script)));
    }
    assertEquals(List.of(), all("(@import|url\\()", text("/page.css")));
  }

  /** A token that is stored outlives the page, and other scripts of the origin read it. */
  @Test
  void itStoresNothing() throws RequestException {
    for (String script : List.of("/page.js", "/photo.js", "/server.js")) {
      assertEquals(
          List.of(), all("(localStorage|sessionStorage|indexedDB|cookie|caches)", text(script)));
    }
  }

  /** The first rule of the file, and the first one for dark screens. */
  private static List<Map<String, String>> colours(String css) {
    return Pattern.compile(":root \\{(.*?)}", Pattern.DOTALL)
        .matcher(css)
        .results()
        .map(rule -> variables(rule.group(1)))
        .toList();
  }

  private static Map<String, String> variables(String rule) {
    Map<String, String> variables = new TreeMap<>();
    Pattern.compile("--([a-z]+): (#[0-9a-f]+);")
        .matcher(rule)
        .results()
        .forEach((MatchResult found) -> variables.put(found.group(1), found.group(2)));
    return variables;
  }

  @Test
  void itsColoursAreTheReports() throws Exception {
    List<Map<String, String>> page = colours(text("/page.css"));
    List<Map<String, String>> report = colours(reportStyle());
    assertEquals(2, page.size());
    for (int i = 0; i < page.size(); i++) {
      for (String name : List.of("page", "card", "ink", "soft", "line", "accent", "wrong")) {
        assertEquals(report.get(i).get(name), page.get(i).get(name), name);
      }
    }
    String font = "font: 16px/1.5 (.*);";
    assertEquals(all(font, reportStyle()), all(font, text("/page.css")));
  }

  private static String reportStyle() throws IOException {
    try (InputStream in = PageTest.class.getResourceAsStream("/dev/flowers/report/report.css")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
