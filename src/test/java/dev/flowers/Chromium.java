package dev.flowers;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, spoken to by its DevTools protocol. For one thread; whoever
 * starts it closes it.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final DevToolsSession session;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private volatile CompletableFuture<String> loaded = new CompletableFuture<>();
  private final List<String> dialogs = Collections.synchronizedList(new ArrayList<>());
  private volatile String own = "file:";

  /** Where it is, if it is on the PATH. */
  public static Optional<Path> find() {
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
  public static Chromium start(Path binary, Path profile) throws IOException, InterruptedException {
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
    this.session = new DevToolsSession(page, PATIENCE, this::hear);
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
  public void open(Path file, int width, boolean dark) {
    open(file.toUri(), width, dark);
  }

  /** The same for a page that a server has. */
  public void open(URI page, int width, boolean dark) {
    own = page.getScheme().equals("file") ? "file:" : page.resolve("/").toString();
    complaints.clear();
    dialogs.clear();
    call(
        "Emulation.setDeviceMetricsOverride",
        "{width:" + width + ",height:900,deviceScaleFactor:1,mobile:" + (width < 600) + "}");
    call(
        "Emulation.setEmulatedMedia",
        "{features:[{name:'prefers-color-scheme',value:'" + (dark ? "dark" : "light") + "'}]}");
    loaded = new CompletableFuture<>();
    call("Page.navigate", "{url:" + quoted(page.toString()) + "}");
    loaded.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** A text as a script has it. */
  public static String quoted(String text) {
    return new JsonPrimitive(text).toString();
  }

  /** What a script's expression gives, as text. */
  public String evaluate(String expression) {
    JsonObject found =
        call("Runtime.evaluate", "{expression:" + quoted("String(" + expression + ")") + "}");
    if (found.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + found);
    }
    return found.getAsJsonObject("result").get("value").getAsString();
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!evaluate(expression).equals("true")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            expression + ": still false on the page: " + evaluate("document.body.innerText"));
      }
      Thread.sleep(20);
    }
  }

  /** Presses a key on what has the focus. */
  public void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      call("Input.dispatchKeyEvent", "{type:'" + type + "',key:'" + key + "',code:'" + key + "'}");
    }
  }

  /** Types over what is selected in what has the focus. */
  public void type(String text) {
    call("Input.insertText", "{text:" + quoted(text) + "}");
  }

  /** Clicks with the mouse on the middle of an element, as an expression gives it. */
  public void click(String element) {
    String at =
        evaluate(
            "((e) => { e.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const box = e.getBoundingClientRect(); return 'x:' + (box.left + box.width / 2)"
                + " + ',y:' + (box.top + box.height / 2); })("
                + element
                + ")");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          "{type:'" + type + "'," + at + ",button:'left',buttons:1,clickCount:1}");
    }
  }

  /** Chooses files in an input, as its dialog would. */
  public void choose(String input, List<Path> files) {
    JsonObject found = call("Runtime.evaluate", "{expression:" + quoted(input) + "}");
    JsonObject what = new JsonObject();
    what.add("files", paths(files));
    what.add("objectId", found.getAsJsonObject("result").get("objectId"));
    call("DOM.setFileInputFiles", what.toString());
  }

  /** Drags files over a point of the page, or drops them there. */
  public void drag(DragStep step, List<Path> files) {
    call(
        "Input.dispatchDragEvent",
        "{type:'"
            + step.type
            + "',x:100,y:100,data:{items:[],files:"
            + paths(files)
            + ",dragOperationsMask:1}}");
  }

  /** What happens to files that are dragged. */
  public enum DragStep {
    ENTER("dragEnter"),
    OVER("dragOver"),
    DROP("drop");

    private final String type;

    DragStep(String type) {
      this.type = type;
    }
  }

  private static JsonArray paths(List<Path> files) {
    JsonArray paths = new JsonArray();
    files.forEach(file -> paths.add(file.toAbsolutePath().toString()));
    return paths;
  }

  /** Keeps what pages save in a folder. */
  public void saveIn(Path folder) {
    call(
        "Browser.setDownloadBehavior",
        "{behavior:'allow',downloadPath:" + quoted(folder.toAbsolutePath().toString()) + "}");
  }

  /** The whole page as a PNG. */
  public byte[] screenshot() {
    String data =
        call("Page.captureScreenshot", "{captureBeyondViewport:true}").get("data").getAsString();
    return Base64.getDecoder().decode(data);
  }

  /** The kinds of the dialogs that the page opened since; each was accepted. */
  public List<String> dialogs() {
    return List.copyOf(dialogs);
  }

  /** Errors and warnings of the console, and each request that leaves the page's own server. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonObject call(String method, String parameters) {
    return session.call(method, parameters);
  }

  private void hear(JsonObject message) {
    JsonObject parameters = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Page.loadEventFired" -> loaded.complete("loaded");
      case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled" ->
          complaints.add(parameters.toString());
      case "Network.requestWillBeSent" -> {
        String url = parameters.getAsJsonObject("request").get("url").getAsString();
        if (Stream.of("data:", "blob:", own).noneMatch(url::startsWith)) {
          complaints.add("asked for " + url);
        }
      }
      case "Page.javascriptDialogOpening" -> {
        dialogs.add(parameters.get("type").getAsString());
        // Nobody may wait for the answer in the thread that hears it.
        new Thread(() -> call("Page.handleJavaScriptDialog", "{accept:true}")).start();
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    session.close();
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
