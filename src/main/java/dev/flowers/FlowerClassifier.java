package dev.flowers;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import dev.flowers.image.ImageDecoder;
import dev.flowers.image.SquareCrop;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkStore;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The front door for those who do not want to know DJL: photos in, classes out.
 *
 * <pre>{@code
 * try (FlowerClassifier classifier = FlowerClassifier.load()) {
 *   Classifications classes = classifier.classify(Path.of("garden.jpg"));
 *   System.out.println(classes.best().getClassName());   // "daisy"
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may classify at once, each with a DJL predictor from a
 * pool. Owns native memory: close it. That waits for the calls that are under way; a later call
 * throws an {@link IllegalStateException}.
 *
 * <p>Photos are cropped to their central square and scaled to 224×224. Paths and streams are
 * decoded by {@link ImageDecoder}: upright, in RGB, at most 100 megapixels. Of a decoded photo only
 * the 224×224 pixels, 0.6 MB, wait for the network.
 */
public final class FlowerClassifier implements AutoCloseable {
  /** Photos a run of the network in {@link #classifyAll}: more is not faster. */
  private static final int BATCH = 32;

  private final PublishedModel published;
  private final List<String> classes;
  private final Model model;
  private final CropTranslator translator;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private final Queue<Predictor<float[], Classifications>> idle = new ConcurrentLinkedQueue<>();

  /** Calls share it; closing has it alone. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  private FlowerClassifier(PublishedModel published, List<String> classes, Model model) {
    this.published = published;
    this.classes = classes;
    this.model = model;
    this.translator = new CropTranslator(classes);
  }

  /**
   * Loads the newest {@code flowers-vgg16} of the user's home.
   *
   * @throws dev.flowers.zoo.ModelUnavailableException if none was trained yet
   * @throws IOException if a file of the model is missing or damaged; the message names it
   */
  public static FlowerClassifier load() throws IOException {
    return load(Home.standard(), ModelRepository.DEFAULT_NAME);
  }

  /**
   * Loads a model.
   *
   * @param home where it was published
   * @param reference its name, for the newest version, or {@code name:version}
   * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model
   * @throws IOException if a file of the model is missing or damaged; the message names it
   */
  public static FlowerClassifier load(Home home, String reference) throws IOException {
    PublishedModel published = new ModelRepository(home).find(reference);
    List<String> classes = published.classes();
    return new FlowerClassifier(published, classes, published.open(new TrunkStore(home.trunk())));
  }

  /** The model that was loaded, and its version. */
  public PublishedModel model() {
    return published;
  }

  /** The names of the classes. */
  public List<String> classes() {
    return classes;
  }

  /**
   * Classifies a photo.
   *
   * @return the probability of each class, in [0,1], together 1; {@code topK(3)} of it are the
   *     three most probable
   * @throws dev.flowers.image.UnreadableImageException if the file is no whole image
   * @throws IOException if the file cannot be read
   */
  public Classifications classify(Path photo) throws IOException {
    return classify(decoder.decode(photo));
  }

  /**
   * Classifies a photo from a stream, which is read to its end and not closed.
   *
   * @throws dev.flowers.image.UnreadableImageException if the bytes are no whole image
   * @throws IOException if the stream cannot be read
   */
  public Classifications classify(InputStream photo) throws IOException {
    return classify(photo, "stream");
  }

  /** The same for a stream with a name, which an error's message has. */
  public Classifications classify(InputStream photo, String name) throws IOException {
    return classify(decoder.decode(photo.readAllBytes(), name));
  }

  /** Classifies a picture of any type. */
  public Classifications classify(BufferedImage photo) {
    return run(List.of(crop(photo))).get(0);
  }

  /**
   * Classifies a DJL image.
   *
   * @throws IllegalArgumentException if it wraps anything but a {@code BufferedImage}, which DJL's
   *     own factory makes
   */
  public Classifications classify(Image photo) {
    if (!(photo.getWrappedImage() instanceof BufferedImage image)) {
      throw new IllegalArgumentException(
          "found an image of "
              + photo.getWrappedImage().getClass().getName()
              + ", expected a java.awt.image.BufferedImage");
    }
    return classify(image);
  }

  /**
   * An answer to one of many photos.
   *
   * @param photo the file
   * @param classes the classes' probabilities; empty if the photo could not be read
   * @param fault why it could not be read; empty if it could
   */
  public record Answer(Path photo, Optional<Classifications> classes, String fault) {}

  /**
   * Classifies many photos, several at a time. One that cannot be read costs its own answer alone.
   *
   * @return an answer for each photo, in their order
   */
  public List<Answer> classifyAll(List<Path> photos) {
    List<Answer> answers = new ArrayList<>(photos.size());
    for (int from = 0; from < photos.size(); from += BATCH) {
      answers.addAll(batch(photos.subList(from, Math.min(from + BATCH, photos.size()))));
    }
    return answers;
  }

  /** A photo's 224×224 pixels, or why there are none. */
  private record Cropped(Path photo, Optional<float[]> pixels, String fault) {}

  private List<Answer> batch(List<Path> photos) {
    List<Cropped> cropped = photos.parallelStream().map(this::crop).toList();
    List<float[]> pixels = cropped.stream().flatMap(photo -> photo.pixels().stream()).toList();
    Iterator<Classifications> classifications =
        (pixels.isEmpty() ? List.<Classifications>of() : run(pixels)).iterator();
    List<Answer> answers = new ArrayList<>(photos.size());
    for (Cropped photo : cropped) {
      answers.add(
          new Answer(
              photo.photo(), photo.pixels().map(image -> classifications.next()), photo.fault()));
    }
    return answers;
  }

  private Cropped crop(Path photo) {
    try {
      return new Cropped(photo, Optional.of(crop(decoder.decode(photo))), "");
    } catch (IOException e) {
      return new Cropped(photo, Optional.empty(), FileErrors.message(e));
    }
  }

  private static float[] crop(BufferedImage photo) {
    float[] pixels = new float[Trunk.PHOTO_FLOATS];
    SquareCrop.intoUnitRgb(photo, Trunk.PHOTO_SIZE, FloatBuffer.wrap(pixels));
    return pixels;
  }

  private List<Classifications> run(List<float[]> photos) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(published.reference() + " is closed");
      }
      Predictor<float[], Classifications> free = idle.poll();
      Predictor<float[], Classifications> predictor =
          free == null ? model.newPredictor(translator) : free;
      try {
        return predictor.batchPredict(photos);
      } finally {
        idle.add(predictor);
      }
    } catch (TranslateException e) {
      throw new IllegalStateException(published.reference() + " failed: " + e.getMessage(), e);
    } finally {
      use.readLock().unlock();
    }
  }

  /** Frees the network and its predictors, once the calls under way have returned. */
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        idle.forEach(Predictor::close);
        model.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
