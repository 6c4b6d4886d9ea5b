package dev.flowers.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, spoken to by its DevTools protocol. For one thread; whoever
 * starts it closes it.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private volatile CompletableFuture<String> loaded = new CompletableFuture<>();
  private int sent;

  /** Where it is, if it is on the PATH. */
  static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param profile an empty directory for its own files
   */
  static Chromium start(Path binary, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    try {
      return new Chromium(process, connection(process, profile));
    } catch (IOException | InterruptedException | IllegalStateException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private Chromium(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Ear()).join();
    call("Page.enable", "{}");
    call("Runtime.enable", "{}");
    call("Log.enable", "{}");
    call("Network.enable", "{}");
  }

  /** Chromium writes its port into a file; behind it is the list of pages. */
  private static URI connection(Process process, Path profile)
      throws IOException, InterruptedException {
    Path port = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "chromium did not start: " + Files.readString(profile.resolve("chromium.log")));
      }
      Thread.sleep(50);
    }
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
    while (System.nanoTime() < deadline) {
      try (var in = list.toURL().openStream()) {
        for (JsonElement target :
            JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonArray()) {
          if (target.getAsJsonObject().get("type").getAsString().equals("page")) {
            return URI.create(target.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
          }
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("chromium has no page: " + list);
  }

  /** Sets the window's width and the colours, opens a file and waits until it has loaded. */
  void open(Path file, int width, boolean dark) {
    complaints.clear();
    call(
        "Emulation.setDeviceMetricsOverride",
        "{width:" + width + ",height:900,deviceScaleFactor:1,mobile:" + (width < 600) + "}");
    call(
        "Emulation.setEmulatedMedia",
        "{features:[{name:'prefers-color-scheme',value:'" + (dark ? "dark" : "light") + "'}]}");
    loaded = new CompletableFuture<>();
    JsonObject where = new JsonObject();
    where.addProperty("url", file.toUri().toString());
    call("Page.navigate", where.toString());
    loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** What a script's expression gives, as text. */
  String evaluate(String expression) {
    JsonObject what = new JsonObject();
    what.addProperty("expression", "String(" + expression + ")");
    return call("Runtime.evaluate", what.toString())
        .getAsJsonObject("result")
        .get("value")
        .getAsString();
  }

  /** Presses a key on what has the focus. */
  void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      call("Input.dispatchKeyEvent", "{type:'" + type + "',key:'" + key + "',code:'" + key + "'}");
    }
  }

  /** The whole page as a PNG. */
  byte[] screenshot() {
    String data =
        call("Page.captureScreenshot", "{captureBeyondViewport:true}").get("data").getAsString();
    return Base64.getDecoder().decode(data);
  }

  /** Errors and warnings of the console, and each request for what is not the file itself. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonObject call(String method, String parameters) {
    sent++;
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(sent, answer);
    JsonObject message = new JsonObject();
    message.addProperty("id", sent);
    message.addProperty("method", method);
    message.add("params", JsonParser.parseString(parameters));
    socket.sendText(message.toString(), true).join();
    JsonObject found = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (found.has("error")) {
      throw new IllegalStateException(method + ": " + found.get("error"));
    }
    return found.getAsJsonObject("result");
  }

  private void hear(JsonObject message) {
    if (message.has("id")) {
      CompletableFuture<JsonObject> answer = answers.remove(message.get("id").getAsInt());
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    JsonObject parameters = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Page.loadEventFired" -> loaded.complete("loaded");
      case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled" ->
          complaints.add(parameters.toString());
      case "Network.requestWillBeSent" -> {
        String url = parameters.getAsJsonObject("request").get("url").getAsString();
        if (!url.startsWith("data:") && !url.startsWith("file:")) {
          complaints.add("asked for " + url);
        }
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }

  /** Puts the parts of a message together. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      parts.append(part);
      if (last) {
        hear(JsonParser.parseString(parts.toString()).getAsJsonObject());
        parts.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(part);
    }
  }
}
