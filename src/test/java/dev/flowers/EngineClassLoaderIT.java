package dev.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.storage.Home;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first use of an engine on a thread whose context class loader does not see our libraries, as
 * a {@code ForkJoinPool}'s threads in a Spring Boot jar. Each in a JVM of its own, for DJL looks
 * for engines once.
 */
class EngineClassLoaderIT {
  @TempDir static Path directory;
  private static Home home;
  private static Path photo;

  @BeforeAll
  static void publish() throws IOException {
    home = new Home(directory.resolve("home"));
    Path photos = PaintedPhotos.paint(directory.resolve("photos"), 2, 3);
    photo = photos.resolve("daisy/daisy-0001.jpg");
    SmallModel.publishedIn(home, photos, HeadOptions.builder().optHidden(8).optEpochs(1).build());
  }

  /** {@code [touch] classify|train… HOME PHOTO}: does all that on a thread of a blind loader. */
  static final class Blind {
    private Blind() {}

    public static void main(String[] args) throws Throwable {
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread thread = new Thread(() -> work(args));
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      thread.join();
      if (failure.get() != null) {
        throw failure.get();
      }
      System.out.println("telemetry opt-out: " + System.getProperty("OPT_OUT_TRACKING"));
    }

    private static void work(String[] args) {
      Home home = new Home(Path.of(args[args.length - 2]));
      try {
        for (String step : List.of(args).subList(0, args.length - 2)) {
          System.out.println(step + ": " + result(step, home, Path.of(args[args.length - 1])));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (Thread.currentThread().getContextClassLoader() != ClassLoader.getPlatformClassLoader()) {
        throw new IllegalStateException("the thread's class loader was not given back");
      }
    }

    private static String result(String step, Home home, Path photo) throws IOException {
      return switch (step) {
        case "touch" -> Engine.getAllEngines().toString();
        case "classify" -> classify(home, photo) + " classes";
        case "train" -> train(home) + " classes";
        default -> throw new IllegalArgumentException(step);
      };
    }

    private static int classify(Home home, Path photo) throws IOException {
      try (FlowerClassifier classifier =
          FlowerClassifier.load(home, ModelRepository.DEFAULT_NAME)) {
        return classifier.classify(photo).getClassNames().size();
      }
    }

    private static int train(Home home) throws IOException {
      HeadOptions options = HeadOptions.builder().optHidden(8).optEpochs(1).build();
      try (EmbeddingFile file = EmbeddingFile.open(home.embeddings().resolve("photos.tfrecord"))) {
        return new HeadTrainer(options).train(file, new Split(100, 0, 0, 0)).classes().size();
      }
    }
  }

  @Test
  void classifyingComesFirst() throws Exception {
    assertDone(List.of(), "classify", "train");
  }

  @Test
  void trainingComesFirst() throws Exception {
    assertDone(List.of(), "train", "classify");
  }

  /** Then DJL has no engines and does not look again: they are registered with it. */
  @Test
  void aStrangerHasTouchedDjlBefore() throws Exception {
    JavaProcess.Outcome classified = run(List.of(), "touch", "classify");
    assertEquals(0, classified.exitCode(), classified.output());
    assertTrue(classified.output().contains("touch: []"), classified.output());
    assertTrue(classified.output().contains("classify: 5 classes"), classified.output());
  }

  /** Then DJL's blocks lack a default engine, which nobody can give them any more. */
  @Test
  void trainingAfterAStrangerSaysWhatIsWrong() throws Exception {
    JavaProcess.Outcome trained = run(List.of(), "touch", "train");
    assertEquals(1, trained.exitCode(), trained.output());
    assertTrue(
        trained.output().contains("DJL: found no engine when it was first used"), trained.output());
  }

  @Test
  void whatTheUserHasSetStays() throws Exception {
    // A proxy where nobody listens: DJL's telemetry fails at once.
    List<String> options =
        List.of(
            "-DOPT_OUT_TRACKING=false",
            "-Dhttp.proxyHost=127.0.0.1",
            "-Dhttp.proxyPort=9",
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=9",
            "-Dhttp.nonProxyHosts=");
    String output = assertDone(options, "train", "classify");
    assertTrue(output.contains("telemetry opt-out: false"), output);
  }

  private static String assertDone(List<String> options, String... steps) throws Exception {
    JavaProcess.Outcome outcome = run(options, steps);
    assertEquals(0, outcome.exitCode(), outcome.output());
    for (String step : steps) {
      assertTrue(outcome.output().contains(step + ": 5 classes"), outcome.output());
    }
    return outcome.output();
  }

  private static JavaProcess.Outcome run(List<String> options, String... steps) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(steps));
    arguments.add(home.root().toString());
    arguments.add(photo.toString());
    return JavaProcess.run(
        JavaProcess.builder(JavaProcess.classPath(), Blind.class, options, arguments), 180);
  }
}
