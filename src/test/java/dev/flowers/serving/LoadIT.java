package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.SmallModel;
import dev.flowers.head.HeadOptions;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many requests at once. */
class LoadIT {
  private static final String MODEL = "flowers-vgg16";

  @TempDir Path directory;
  private Home home;
  private final List<byte[]> photos = new ArrayList<>();

  @BeforeEach
  void publish() throws IOException {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 4);
    home = painted.home();
    for (Path photo : painted.photos()) {
      photos.add(Files.readAllBytes(photo));
    }
  }

  private static ServingOptions options(int queue, int batch) {
    return ServingOptions.builder().optQueue(queue).optBatch(batch).build();
  }

  /** Whether two answers have the same numbers, but for the rounding of another batch size. */
  private static boolean same(String one, String other) {
    double[] a = numbers(one);
    double[] b = numbers(other);
    return a.length == b.length
        && IntStream.range(0, a.length).allMatch(i -> Math.abs(a[i] - b[i]) < 1e-6);
  }

  private static double[] numbers(String answer) {
    return Pattern.compile("[0-9]+[.][0-9]+(E-[0-9]+)?")
        .matcher(answer)
        .results()
        .mapToDouble(number -> Double.parseDouble(number.group()))
        .toArray();
  }

  private static void all(int threads, Callable<?> task) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> ended = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ended.add(clients.submit(task));
      }
      for (Future<?> end : ended) {
        end.get(120, TimeUnit.SECONDS);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void beyondTheQueueEachRequestIsAnsweredOrToldToComeAgain() throws Exception {
    try (FlowerServer server =
        FlowerServer.builder().optHome(home).optPort(0).optOptions(options(4, 2)).start()) {
      int port = server.address().getPort();
      List<String> expected = new ArrayList<>();
      try (RawClient client = new RawClient(port)) {
        for (int i = 0; i < photos.size(); i++) {
          expected.add(client.post("/predictions/" + MODEL, "", photos.get(i)).text());
        }
      }
      Map<Integer, Integer> codes = new ConcurrentHashMap<>();
      AtomicInteger next = new AtomicInteger();
      all(
          40,
          () -> {
            RawClient client = new RawClient(port);
            try {
              for (int i = 0; i < 15; i++) {
                int photo = next.getAndIncrement() % photos.size();
                RawClient.Response response =
                    client.post("/predictions/" + MODEL, "", photos.get(photo));
                codes.merge(response.status(), 1, Integer::sum);
                if (response.status() == 200) {
                  assertTrue(same(expected.get(photo), response.text()), response.text());
                } else {
                  assertEquals("1", response.headers().get("retry-after"), response.text());
                }
                // Refused before its body had come: the rest of the body cannot be told from a
                // request.
                if ("close".equalsIgnoreCase(response.headers().get("connection"))) {
                  client.close();
                  client = new RawClient(port);
                }
              }
              return "";
            } finally {
              client.close();
            }
          });
      assertEquals(600, codes.getOrDefault(200, 0) + codes.getOrDefault(429, 0), codes.toString());
      assertTrue(codes.containsKey(429), codes.toString());
      try (RawClient client = new RawClient(port)) {
        RawClient.Response after = client.post("/predictions/" + MODEL, "", photos.get(0));
        assertTrue(same(expected.get(0), after.text()), after.text());
      }
    }
  }

  /** Three photos a request and two a run, so that a request is answered in several runs. */
  @Test
  void promotingAndRollingBackFailsNoRequestAndMixesNoVersions() throws Exception {
    StringBuilder instances = new StringBuilder();
    for (byte[] photo : photos.subList(0, 3)) {
      instances
          .append(instances.isEmpty() ? "" : ",")
          .append("{\"b64\":\"")
          .append(Base64.getEncoder().encodeToString(photo))
          .append("\"}");
    }
    byte[] body = ("{\"instances\":[" + instances + "]}").getBytes(StandardCharsets.UTF_8);
    FlowerServer.Builder builder =
        FlowerServer.builder().optHome(home).optPort(0).optOptions(options(64, 2));
    try (FlowerServer server = builder.optLookEvery(Duration.ofMillis(20)).start()) {
      int port = server.address().getPort();
      Map<String, Integer> answers = new ConcurrentHashMap<>();
      AtomicBoolean over = new AtomicBoolean();
      ExecutorService clients = Executors.newFixedThreadPool(6);
      try {
        List<Future<?>> ended = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          ended.add(
              clients.submit(
                  () -> {
                    try (RawClient client = new RawClient(port)) {
                      while (!over.get()) {
                        RawClient.Response response =
                            client.post("/v1/models/" + MODEL + ":predict", "", body);
                        assertEquals(200, response.status(), response.text());
                        answers.merge(response.text(), 1, Integer::sum);
                      }
                      return "";
                    }
                  }));
        }
        String first = untilVersion(port, 1, body);
        PublishedModel second =
            SmallModel.publishedIn(
                home,
                directory.resolve("photos"),
                HeadOptions.builder().optHidden(8).optEpochs(1).optSeed(99).build());
        String changed = untilVersion(port, 2, body);
        assertFalse(same(first, changed), changed);
        new ModelRepository(home).rollback(MODEL);
        String again = untilVersion(port, 1, body);
        new ModelRepository(home).remove(second);
        assertTrue(same(first, again), again);
        over.set(true);
        for (Future<?> end : ended) {
          end.get(60, TimeUnit.SECONDS);
        }
        // An answer of two versions would be a third one.
        for (String found : answers.keySet()) {
          assertTrue(same(first, found) || same(changed, found), found);
        }
        assertTrue(answers.keySet().stream().anyMatch(found -> same(changed, found)));
      } finally {
        over.set(true);
        clients.shutdownNow();
      }
    }
  }

  /** Waits until a version answers, and returns what it says. */
  private static String untilVersion(int port, int version, byte[] body) throws Exception {
    for (int i = 0; i < 1000; i++) {
      try (RawClient client = new RawClient(port)) {
        String path = "/v1/models/" + MODEL + "/versions/" + version + ":predict";
        RawClient.Response response = client.post(path, "", body);
        if (response.status() == 200) {
          return response.text();
        }
        assertEquals(404, response.status(), response.text());
        Thread.sleep(10);
      }
    }
    throw new AssertionError("version " + version + " did not answer");
  }
}
