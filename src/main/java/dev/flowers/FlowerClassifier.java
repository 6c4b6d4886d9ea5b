package dev.flowers;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.translate.TranslateException;
import dev.flowers.home.Home;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.TrunkStore;
import dev.flowers.zoo.ClassificationTranslator;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
 * pool. Owns native memory: close it, after the last call has returned. A later call throws an
 * {@link IllegalStateException}.
 *
 * <p>Photos are cropped to their central square and scaled to 224×224. Paths and streams are
 * decoded by {@link ImageDecoder}: upright, in RGB, at most 100 megapixels.
 */
public final class FlowerClassifier implements AutoCloseable {
  /** Photos a run of the network in {@link #classifyAll}: more is not faster. */
  private static final int BATCH = 32;

  private final PublishedModel published;
  private final List<String> classes;
  private final Model model;
  private final ClassificationTranslator translator;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private final Queue<Predictor<Image, Classifications>> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private FlowerClassifier(PublishedModel published, List<String> classes, Model model) {
    this.published = published;
    this.classes = classes;
    this.model = model;
    this.translator = new ClassificationTranslator(classes);
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
    PublishedModel published = new ModelRepository(home.zoo()).find(reference);
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
   * @return the probability of each class, in [0,1], together 1
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
    return classify(decoder.decode(photo.readAllBytes(), "stream"));
  }

  /** Classifies a picture of any type. */
  public Classifications classify(BufferedImage photo) {
    return classify(ImageFactory.getInstance().fromImage(photo));
  }

  /**
   * Classifies a DJL image, which must wrap a {@code BufferedImage}, as DJL's own factory makes.
   */
  public Classifications classify(Image photo) {
    return run(List.of(photo)).get(0);
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

  /** A photo, decoded or not. */
  private record Decoded(Path photo, Optional<Image> image, String fault) {}

  private List<Answer> batch(List<Path> photos) {
    List<Decoded> decoded = photos.parallelStream().map(this::decode).toList();
    List<Image> images = decoded.stream().flatMap(photo -> photo.image().stream()).toList();
    Iterator<Classifications> classifications =
        (images.isEmpty() ? List.<Classifications>of() : run(images)).iterator();
    List<Answer> answers = new ArrayList<>(photos.size());
    for (Decoded photo : decoded) {
      answers.add(
          new Answer(
              photo.photo(), photo.image().map(image -> classifications.next()), photo.fault()));
    }
    return answers;
  }

  private Decoded decode(Path photo) {
    try {
      Image image = ImageFactory.getInstance().fromImage(decoder.decode(photo));
      return new Decoded(photo, Optional.of(image), "");
    } catch (IOException e) {
      return new Decoded(photo, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private List<Classifications> run(List<Image> images) {
    Predictor<Image, Classifications> predictor = borrow();
    try {
      return predictor.batchPredict(images);
    } catch (TranslateException e) {
      throw new IllegalStateException(published.reference() + " failed: " + e.getMessage(), e);
    } finally {
      giveBack(predictor);
    }
  }

  private Predictor<Image, Classifications> borrow() {
    if (closed) {
      throw new IllegalStateException(published.reference() + " is closed");
    }
    Predictor<Image, Classifications> predictor = idle.poll();
    return predictor == null ? model.newPredictor(translator) : predictor;
  }

  private void giveBack(Predictor<Image, Classifications> predictor) {
    idle.add(predictor);
    if (closed) {
      closeIdle();
    }
  }

  /** Frees the network and its predictors. */
  @Override
  public void close() {
    closed = true;
    closeIdle();
    model.close();
  }

  private void closeIdle() {
    for (Predictor<Image, Classifications> predictor = idle.poll();
        predictor != null;
        predictor = idle.poll()) {
      predictor.close();
    }
  }
}
