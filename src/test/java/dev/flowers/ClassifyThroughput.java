package dev.flowers;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import dev.flowers.storage.Home;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What a server sees of the newest {@code flowers-vgg16}: the time from DJL's lookup to the first
 * answer, and then many threads at one {@link FlowerClassifier} against the engine alone, a photo
 * at a time on a ready-made tensor, before and after in the same run. {@code
 * benchmarks/classify.sh} starts it; not a test, for a time is no reason to fail.
 */
final class ClassifyThroughput {
  private static final int THREADS = 8;
  private static final int ALONE = 50;

  private ClassifyThroughput() {}

  /**
   * Measures and prints.
   *
   * @param args a folder of photos, and how many of them each thread classifies; 0 for the lookup
   *     alone
   */
  public static void main(String[] args) throws Exception {
    List<Path> photos;
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      photos =
          files
              .filter(file -> file.toString().endsWith(".jpg"))
              .sorted()
              .limit(Math.max(1, Integer.parseInt(args[1])))
              .toList();
    }
    lookUp(photos.get(0));
    if (!args[1].equals("0")) {
      classify(photos);
    }
  }

  private static void lookUp(Path photo) throws Exception {
    Image image = ImageFactory.getInstance().fromFile(photo);
    long start = System.nanoTime();
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optArtifactId("flowers-vgg16")
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      double loaded = seconds(start);
      predictor.predict(image);
      print("lookup: loaded after %.2f s, first answer after %.2f s", loaded, seconds(start));
    }
  }

  private static void classify(List<Path> photos) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FlowerClassifier classifier = FlowerClassifier.load()) {
      List<String> expected = new ArrayList<>();
      for (Path photo : photos) {
        expected.add(classifier.classify(photo).toString());
      }
      double before = alone(classifier);
      List<Callable<List<String>>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(() -> answers(classifier, photos));
      }
      String memory = resident();
      long start = System.nanoTime();
      int same = 0;
      for (Future<List<String>> answers : threads.invokeAll(tasks)) {
        same += answers.get().equals(expected) ? 1 : 0;
      }
      double together = THREADS * photos.size() / seconds(start);
      print("resident memory: %s before, %s after", memory, resident());
      double after = alone(classifier);
      print("engine alone, batch 1:    %.2f photos/s before, %.2f after", before, after);
      print(
          "%d threads × %d photos:   %.2f photos/s, %.3f of the engine alone; %d of %d threads"
              + " got the answers that one thread gets",
          THREADS, photos.size(), together, together / ((before + after) / 2), same, THREADS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> answers(FlowerClassifier classifier, List<Path> photos)
      throws IOException {
    List<String> answers = new ArrayList<>();
    for (Path photo : photos) {
      answers.add(classifier.classify(photo).toString());
    }
    return answers;
  }

  private static double alone(FlowerClassifier classifier) throws Exception {
    try (LoadedModel loaded = classifier.model().open(new TrunkStore(Home.standard().trunk()));
        Model model = loaded.network().model();
        Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
        NDManager manager = model.getNDManager().newSubManager()) {
      NDList photo =
          new NDList(
              manager.create(
                  new float[loaded.network().input().floats()],
                  new Shape(
                      1, loaded.network().input().size(), loaded.network().input().size(), 3)));
      predictor.predict(photo).close();
      long start = System.nanoTime();
      for (int i = 0; i < ALONE; i++) {
        predictor.predict(photo).close();
      }
      return ALONE / seconds(start);
    }
  }

  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.substring("VmRSS:".length()).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
