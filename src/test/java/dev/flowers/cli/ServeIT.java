package dev.flowers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.JavaProcess;
import dev.flowers.SmallModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeIT {
  @TempDir static Path directory;
  private static Path home;
  private static Path photo;

  @BeforeAll
  static void publish() throws IOException {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 4);
    home = painted.home().root();
    photo = painted.photos().get(0);
  }

  @Test
  void withoutAModelItSaysWhatPredictSays() {
    Path empty = directory.resolve("empty");
    Cli serve = Cli.run(empty, "serve", "--port", 0);
    Cli predict = Cli.run(empty, "predict", photo);
    assertEquals(predict.exitCode(), serve.exitCode());
    assertEquals(predict.err().replace("flowers predict", "flowers serve"), serve.err());
    assertEquals("", serve.out());
  }

  @ParameterizedTest
  @CsvSource({
    "--port,65536,'--port: found 65536, expected 0 to 65535'",
    "--port,x,--port",
    "--queue,0,'queue: found 0, expected 1 or more'",
    "--queue,1000000,'queue: found 1000000, expected at most 10000'",
    "--max-body,4096,'--max-body: found 4096, expected at most 2047'",
    "--max-pixels,0,'pixels: found 0, expected 1 or more'",
    "--body-time,0,'--body-time: found 0, expected 0.001 to 1000000 seconds'",
    "--answer-time,1e99,--answer-time",
    "--batch,0,'batch: found 0, expected 1 or more'",
    "--batch-delay,-1,batchDelay",
    "--connections,0,'connections: found 0, expected 1 or more'",
    "--explanations,0,'explanations: found 0, expected 1 or more'",
    "--cors-origin,*,'origin: found *, expected one as https://garden.example:8443'",
    "--token-file,none,none"
  })
  void wrongFlagsAreNamed(String flag, String value, String message) {
    Cli run = Cli.run(home, "serve", flag, value);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }

  @Test
  void theSameModelTwiceIsNamed() {
    Cli run = Cli.run(home, "serve", "--model", "roses:1", "--model", "roses:1");
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("model: found roses:1 twice, expected each once"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cli run = Cli.run(home, "serve", "--port", used.getLocalPort());
      assertEquals(1, run.exitCode(), run.err());
      assertTrue(run.err().contains(String.valueOf(used.getLocalPort())), run.err());
      assertEquals("", run.out());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
  void underLoadSigtermLosesNoAcceptedRequestAndEndsWith0() throws Exception {
    Path log = directory.resolve("log");
    Process process =
        JavaProcess.builder(
                JavaProcess.classPath(),
                Main.class,
                List.of("-Xmx256m"),
                List.of("serve", "--home", home.toString(), "--port", "0", "--verbose"))
            .redirectErrorStream(false)
            .redirectError(log.toFile())
            .start();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      URI address = URI.create(out.readLine());
      AtomicInteger answered = new AtomicInteger();
      byte[] body = Files.readAllBytes(photo);
      for (int i = 0; i < 8; i++) {
        clients.execute(() -> ask(address, body, answered));
      }
      while (answered.get() < 50) {
        assertTrue(process.isAlive(), Files.readString(log));
        Thread.sleep(10);
      }
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), Files.readString(log));
      clients.shutdown();
      assertTrue(clients.awaitTermination(30, TimeUnit.SECONDS));
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> line.contains(" POST ")).toList();
      // Each request that the server answered reached its client.
      long logged = lines.stream().filter(line -> line.endsWith(" 200")).count();
      assertEquals(logged, answered.get());
      for (String line : lines) {
        assertTrue(line.matches(".* POST /predictions/flowers-vgg16 (200|503)"), line);
      }
      assertFalse(Files.readString(log).contains("JFIF"));
    } finally {
      clients.shutdownNow();
      process.destroyForcibly();
    }
  }

  /** Asks until the server is gone. */
  private static void ask(URI address, byte[] body, AtomicInteger answered) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/predictions/flowers-vgg16"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      while (true) {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
          assertEquals(503, response.statusCode());
          assertTrue(response.body().startsWith("{\"code\":503,"), response.body());
          return;
        }
        answered.incrementAndGet();
      }
    } catch (IOException gone) {
      // Nobody listens any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
