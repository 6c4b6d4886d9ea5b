package dev.flowers.serving;

import ai.djl.modality.Classifications;
import dev.flowers.FlowerClassifier;
import dev.flowers.SmallModel;
import dev.flowers.storage.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server on loopback and its clients in one process, against {@link FlowerClassifier#classifyAll}
 * before and after in the same run. {@code benchmarks/serve.sh} starts it; not a test, for a time
 * is no reason to fail.
 */
final class ServeThroughput {
  private static final int CLIENTS = 64;
  private static final int MORE_CLIENTS = 240;

  private final FlowerClassifier classifier;
  private final Home home;
  private final List<Path> photos;
  private final List<byte[]> bytes = new ArrayList<>();
  private final List<Double> expected = new ArrayList<>();

  private ServeThroughput(FlowerClassifier classifier, Home home, List<Path> photos)
      throws IOException {
    this.classifier = classifier;
    this.home = home;
    this.photos = photos;
    for (Path photo : photos) {
      bytes.add(Files.readAllBytes(photo));
      expected.add(classifier.classify(photo).best().getProbability());
    }
  }

  /**
   * Measures and prints.
   *
   * @param args a folder of photos, how many requests, and a home; without one a small trunk's
   */
  public static void main(String[] args) throws Exception {
    List<Path> photos;
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      photos = files.filter(f -> f.toString().endsWith(".jpg")).sorted().limit(100).toList();
    }
    int requests = Integer.parseInt(args[1]);
    Path scratch = Files.createTempDirectory("serve");
    Home home =
        args.length > 2 ? new Home(Path.of(args[2])) : SmallModel.paintedIn(scratch, 8).home();
    try (FlowerClassifier classifier = FlowerClassifier.load(home, "flowers-vgg16")) {
      new ServeThroughput(classifier, home, photos).measure(requests);
    } finally {
      if (args.length <= 2) {
        try (Stream<Path> files = Files.walk(scratch)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private void measure(int requests) throws Exception {
    classifyAll(requests); // warms up
    load(ServingOptions.defaults(), CLIENTS, requests);
    double before = classifyAll(requests);
    print("memory before: %d MB%n", megabytes());
    Load served = load(ServingOptions.defaults(), CLIENTS, requests);
    print("memory after: %d MB%n", megabytes());
    double after = classifyAll(requests);
    print("classifyAll: %.1f and %.1f photos/s%n", before, after);
    print("%d clients: %s, ratio %.2f%n", CLIENTS, served, served.rate() * 2 / (before + after));
    print("memory before the overload: %d MB%n", megabytes());
    ServingOptions few = options(MORE_CLIENTS / 10, 16, 2);
    print(
        "%d clients, queue %d: %s%n", MORE_CLIENTS, few.queue(), load(few, MORE_CLIENTS, requests));
    print("memory after the overload: %d MB%n", megabytes());
    for (int batch : new int[] {1, 4, 16, 32}) {
      for (int delay : new int[] {0, 2, 10}) {
        ServingOptions options = options(64, batch, delay);
        print(
            "batch %d, delay %d ms: %s; 1 client: %s%n",
            batch,
            delay,
            load(options, CLIENTS, requests / 2),
            load(options, 1, Math.max(20, requests / 10)));
      }
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.print(String.format(Locale.ROOT, format, arguments));
  }

  private static ServingOptions options(int queue, int batch, int delay) {
    return ServingOptions.builder()
        .optQueue(queue)
        .optBatch(batch)
        .optBatchDelay(Duration.ofMillis(delay))
        .build();
  }

  private double classifyAll(int count) {
    List<Path> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(photos.get(i % photos.size()));
    }
    long start = System.nanoTime();
    for (FlowerClassifier.Answer answer : classifier.classifyAll(many)) {
      Classifications unused = answer.classes().orElseThrow();
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  /** What a load gave. */
  private record Load(
      double rate, double median, double p99, Map<Integer, Integer> codes, int wrong) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f answers/s, median %.0f ms, p99 %.0f ms, codes %s, %d wrong",
          rate,
          median,
          p99,
          codes,
          wrong);
    }
  }

  private Load load(ServingOptions options, int clients, int requests) throws Exception {
    Map<Integer, Integer> codes = new TreeMap<>();
    List<Long> times = new ArrayList<>();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try (FlowerServer server =
        FlowerServer.builder().optHome(home).optPort(0).optOptions(options).start()) {
      int port = server.address().getPort();
      long start = System.nanoTime();
      List<Future<?>> ended = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        ended.add(
            threads.submit(
                () -> {
                  RawClient client = new RawClient(port);
                  try {
                    for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                      int photo = n % photos.size();
                      long sent = System.nanoTime();
                      RawClient.Response response =
                          client.post("/predictions/flowers-vgg16", "", bytes.get(photo));
                      long time = System.nanoTime() - sent;
                      if (response.status() == 200 && !right(photo, response.text())) {
                        wrong.incrementAndGet();
                      }
                      synchronized (codes) {
                        codes.merge(response.status(), 1, Integer::sum);
                        if (response.status() == 200) {
                          times.add(time);
                        }
                      }
                      if ("close".equalsIgnoreCase(response.headers().get("connection"))) {
                        client.close();
                        client = new RawClient(port);
                      }
                      if (response.status() == 429) {
                        Thread.sleep(100); // less than Retry-After says
                      }
                    }
                  } finally {
                    client.close();
                  }
                  return "";
                }));
      }
      for (Future<?> end : ended) {
        end.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
      return new Load(
          sorted.length / seconds,
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length * 99 / 100] / 1e6,
          codes,
          wrong.get());
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean right(int photo, String answer) {
    int from = answer.indexOf("\"probability\":") + 14;
    double found = Double.parseDouble(answer.substring(from, answer.indexOf('}', from)));
    // A run of another batch size rounds otherwise; another photo's answer is far off.
    return Math.abs(found - expected.get(photo)) < 1e-5;
  }

  /** The process's resident memory; Linux alone. */
  private static long megabytes() throws IOException {
    System.gc();
    String status =
        Arrays.stream(Files.readString(Path.of("/proc/self/status")).split("\n", -1))
            .filter(line -> line.startsWith("VmRSS"))
            .collect(Collectors.joining());
    return Long.parseLong(status.replaceAll("[^0-9]", "")) / 1024;
  }
}
