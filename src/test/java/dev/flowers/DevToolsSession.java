package dev.flowers;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A session of Chromium's DevTools protocol: calls with their answers, and events. */
final class DevToolsSession implements AutoCloseable {
  private final Duration patience;
  private final Consumer<JsonObject> events;
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final WebSocket socket;

  /**
   * Opens one.
   *
   * @param events is told of each event, in the socket's thread: it must not wait for a call
   */
  DevToolsSession(URI page, Duration patience, Consumer<JsonObject> events) {
    this.patience = patience;
    this.events = events;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Ear()).join();
  }

  /**
   * Calls a method, and waits for its answer.
   *
   * @param parameters JSON
   * @throws IllegalStateException if the answer is an error
   */
  JsonObject call(String method, String parameters) {
    int id = sent.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    message.add("params", JsonParser.parseString(parameters));
    // A socket sends one message at a time.
    synchronized (answers) {
      socket.sendText(message.toString(), true).join();
    }
    JsonObject found = answer.orTimeout(patience.toSeconds(), TimeUnit.SECONDS).join();
    if (found.has("error")) {
      throw new IllegalStateException(method + ": " + found.get("error"));
    }
    return found.getAsJsonObject("result");
  }

  private void hear(JsonObject message) {
    if (!message.has("id")) {
      events.accept(message);
      return;
    }
    CompletableFuture<JsonObject> answer = answers.remove(message.get("id").getAsInt());
    if (answer != null) {
      answer.complete(message);
    }
  }

  @Override
  public void close() {
    socket.abort();
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
