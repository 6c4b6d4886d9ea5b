package dev.flowers;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import dev.flowers.image.ImageDecoder;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.trunk.PhotoInput;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.LoadedModel;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;

/**
 * Classifies photos with a published model. The place to start for programs that predict; no
 * knowledge of DJL is needed.
 *
 * <pre>{@code
 * try (FlowerClassifier classifier = FlowerClassifier.load()) {
 *   Classifications classes = classifier.classify(Path.of("garden.jpg"));
 *   System.out.println(classes.best().getClassName());   // "daisy"
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may classify at once. Owns native memory: close it. That
 * waits for the calls that are under way; a later call throws an {@link IllegalStateException}.
 *
 * <p>Photos are cropped to their central square and scaled to 224×224. Paths, streams and bytes are
 * decoded by {@link ImageDecoder}: upright, in RGB, at most 100 megapixels. Of a decoded photo only
 * the 224×224 pixels, 0.6 MB, wait for the network.
 */
public final class FlowerClassifier implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final CurrentModel current;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private final Identifier identifier = new Identifier();

  private FlowerClassifier(CurrentModel current) {
    this.current = current;
  }

  /**
   * Loads the current {@code flowers-vgg16} of the user's home.
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
   * @param reference its name, for the current version, or {@code name:version}
   * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model
   * @throws IOException if a file of the model is missing or damaged; the message names it
   */
  public static FlowerClassifier load(Home home, String reference) throws IOException {
    return load(home, reference, Optional.empty());
  }

  /**
   * Loads a model in a precision; the other methods take the fastest that this machine has.
   *
   * @param precision of the trunk, whatever the embeddings had that the model was trained on: its
   *     probabilities differ by about 0.01 at most
   * @throws dev.flowers.storage.InvalidInputException if this machine does not have it
   * @throws IOException as the other methods
   */
  public static FlowerClassifier load(Home home, String reference, Optional<Precision> precision)
      throws IOException {
    return new FlowerClassifier(CurrentModel.fixed(home, reference, precision));
  }

  /**
   * Loads the current version of a model and follows it: looks every ten seconds whether another
   * one has become current, and classifies with that one from then on.
   *
   * @see #following(Home, String, Duration)
   */
  public static FlowerClassifier following(Home home, String name) throws IOException {
    return following(home, name, LOOK_EVERY);
  }

  /**
   * Loads the current version of a model and follows it: a daemon thread looks from time to time
   * whether another version was made current, by a promotion or a rollback, and loads it beside the
   * one in use. Calls that begin from then on have the new version; those under way end with
   * theirs, which is closed behind the last of them. No call fails or waits because of it.
   *
   * <p>If all versions are removed, it goes on with the one in use. A current version that cannot
   * be loaded is logged, and tried again at the next look.
   *
   * <p>While a version takes another one's place, both are in memory: their heads (8 MB each by
   * default) and what their runs need. Trunks are mapped from files, and of the same trunk there is
   * one copy in memory.
   *
   * @param home where the model is published
   * @param name its name, without a version
   * @param every the time between two looks, a millisecond or more
   * @throws IllegalArgumentException if the name has a version, or the time is shorter
   * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model yet
   * @throws IOException if a file of the model is missing or damaged; the message names it
   */
  public static FlowerClassifier following(Home home, String name, Duration every)
      throws IOException {
    return following(home, name, every, Optional.empty());
  }

  /**
   * The same in a precision.
   *
   * @throws dev.flowers.storage.InvalidInputException if this machine does not have it
   * @throws IOException as the other method
   */
  public static FlowerClassifier following(
      Home home, String name, Duration every, Optional<Precision> precision) throws IOException {
    return new FlowerClassifier(CurrentModel.following(home, name, every, precision));
  }

  /**
   * Looks at once whether another version is current, if this classifier follows its model.
   *
   * @return whether another version classifies from now on
   * @throws IOException if that version cannot be loaded; the one before goes on
   */
  public boolean refresh() throws IOException {
    return current.refresh();
  }

  /** The model that classifies now, and its version. */
  public PublishedModel model() {
    return current.model().published();
  }

  /**
   * Takes the version that classifies now for several calls, which another version then does not
   * come between. Close the lease soon: a version that was replaced stays in memory until then, and
   * {@link #close} waits for it.
   *
   * @throws IllegalStateException if this classifier is closed
   */
  public Lease lease() {
    return new Lease(current.lease());
  }

  /** A version of the model that is not freed before the lease is closed. */
  public static final class Lease implements AutoCloseable {
    private final CurrentModel.Lease lease;

    private Lease(CurrentModel.Lease lease) {
      this.lease = lease;
    }

    /** The version; the lease frees it, not whoever uses it. */
    public LoadedModel model() {
      return lease.model();
    }

    /** Side of the square photos that the network takes, in pixels. */
    public int side() {
      return input().size();
    }

    /** Crops a picture to what the network sees of it. */
    public PreparedPhoto prepare(BufferedImage photo) {
      return new PreparedPhoto(input().pixels(photo));
    }

    /**
     * A photo that is cropped and scaled already.
     *
     * @param unitRgb side × side × 3: rows from top to bottom, RGB in [0,1]; not copied
     * @throws IllegalArgumentException if there are more numbers, or fewer
     */
    public PreparedPhoto prepared(float[] unitRgb) {
      if (unitRgb.length != input().floats()) {
        throw new IllegalArgumentException(
            "found " + unitRgb.length + " numbers, expected " + side() + "×" + side() + "×3");
      }
      return new PreparedPhoto(unitRgb);
    }

    /**
     * Classifies prepared photos in one run of the network.
     *
     * @param photos one or more
     * @return the classes' probabilities of each photo, in the photos' order
     */
    public List<Classifications> classify(List<PreparedPhoto> photos) {
      return run(model(), photos.stream().map(PreparedPhoto::pixels).toList());
    }

    private PhotoInput input() {
      return model().network().input();
    }

    /** Gives the version back. Close it once. */
    @Override
    public void close() {
      lease.close();
    }
  }

  /** The names of the classes. */
  public List<String> classes() {
    return current.model().classes();
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
   * Classifies a photo from a stream, which is read to its end and not closed; one that does not
   * begin as an image is not read further.
   *
   * @throws dev.flowers.image.UnreadableImageException if the bytes are no whole image
   * @throws IOException if the stream cannot be read
   */
  public Classifications classify(InputStream photo) throws IOException {
    return classify(photo, "stream");
  }

  /**
   * Classifies a photo from a stream, which is read to its end and not closed; one that does not
   * begin as an image is not read further.
   *
   * @param name what the photo is called in messages, such as an upload's file name
   * @throws dev.flowers.image.UnreadableImageException if the bytes are no whole image
   * @throws IOException if the stream cannot be read
   */
  public Classifications classify(InputStream photo, String name) throws IOException {
    return classify(decoder.decode(photo, name));
  }

  /**
   * Classifies a photo from an image file's bytes.
   *
   * @throws dev.flowers.image.UnreadableImageException if the bytes are no whole image
   */
  public Classifications classify(byte[] photo) throws IOException {
    return classify(photo, "photo");
  }

  /**
   * Classifies a photo from an image file's bytes.
   *
   * @param name what the photo is called in messages, such as an upload's file name
   * @throws dev.flowers.image.UnreadableImageException if the bytes are no whole image
   */
  public Classifications classify(byte[] photo, String name) throws IOException {
    return classify(decoder.decode(photo, name));
  }

  /** Classifies a picture of any type. */
  public Classifications classify(BufferedImage photo) {
    try (Lease lease = lease()) {
      return lease.classify(List.of(lease.prepare(photo))).get(0);
    }
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
   * Classifies many photos, several at a time. A photo that cannot be read gets an answer without
   * classes; the others are classified all the same.
   *
   * @return an answer for each photo, in their order
   */
  public List<Answer> classifyAll(List<Path> photos) {
    try (CurrentModel.Lease lease = current.lease()) {
      LoadedModel model = lease.model();
      return inBatches(model, photos, pixels -> run(model, pixels), Answer::new);
    }
  }

  /**
   * Tells a photo's class, or that it is unknown, at the default rates: at most 5 % of the photos
   * of the model's classes are called novel, and none ambiguous.
   *
   * @throws dev.flowers.zoo.ModelUnavailableException if the model has nothing that tells unknown
   *     photos: it is older, or was trained without validation photos
   * @throws dev.flowers.image.UnreadableImageException if the file is no whole image
   * @throws IOException if a file cannot be read
   */
  public Identification identify(Path photo) throws IOException {
    return identify(decoder.decode(photo), UnknownOptions.defaults());
  }

  /**
   * The same for a picture of any type, at rates of your choice.
   *
   * @throws dev.flowers.storage.InvalidInputException if the model's validation photos do not allow
   *     for the rates
   * @throws IOException as the other method
   */
  public Identification identify(BufferedImage photo, UnknownOptions options) throws IOException {
    try (Lease lease = lease()) {
      return identifier
          .on(lease.model(), options)
          .identify(List.of(lease.prepare(photo).pixels()))
          .get(0);
    }
  }

  /**
   * An identification of one of many photos.
   *
   * @param photo the file
   * @param identification empty if the photo could not be read
   * @param fault why it could not be read; empty if it could
   */
  public record IdentifiedAnswer(
      Path photo, Optional<Identification> identification, String fault) {}

  /**
   * Identifies many photos, several at a time, as {@link #classifyAll} classifies them.
   *
   * @return an answer for each photo, in their order
   * @throws IOException as {@link #identify(BufferedImage, UnknownOptions)}, but for what is one
   *     photo's fault
   */
  public List<IdentifiedAnswer> identifyAll(List<Path> photos, UnknownOptions options)
      throws IOException {
    try (CurrentModel.Lease lease = current.lease()) {
      Identifier.Rule rule = identifier.on(lease.model(), options);
      return inBatches(lease.model(), photos, rule::identify, IdentifiedAnswer::new);
    }
  }

  /** Makes an answer of a photo, of what the network gave for it, and of why it gave nothing. */
  private interface AnswerMaker<R, A> {
    A answer(Path photo, Optional<R> result, String fault);
  }

  private <R, A> List<A> inBatches(
      LoadedModel model,
      List<Path> photos,
      Function<List<float[]>, List<R>> network,
      AnswerMaker<R, A> maker) {
    PhotoInput input = model.network().input();
    List<A> answers = new ArrayList<>(photos.size());
    Iterator<List<Path>> batches = batches(photos, model.network().batch()).iterator();
    ForkJoinTask<List<Cropped>> next = crop(batches, input);
    while (answers.size() < photos.size()) {
      List<Cropped> cropped = next.join();
      next = crop(batches, input); // while the network runs
      answers.addAll(answers(cropped, network, maker));
    }
    return answers;
  }

  private static List<List<Path>> batches(List<Path> photos, int size) {
    List<List<Path>> batches = new ArrayList<>();
    for (int from = 0; from < photos.size(); from += size) {
      batches.add(photos.subList(from, Math.min(from + size, photos.size())));
    }
    return batches;
  }

  /** Joining gives what fails as it is: memory may run out. */
  private ForkJoinTask<List<Cropped>> crop(Iterator<List<Path>> batches, PhotoInput input) {
    List<Path> batch = batches.hasNext() ? batches.next() : List.of();
    return ForkJoinPool.commonPool()
        .submit(() -> batch.parallelStream().map(photo -> crop(photo, input)).toList());
  }

  /** A photo's pixels as the network takes them, or why there are none. */
  private record Cropped(Path photo, Optional<float[]> pixels, String fault) {}

  private static <R, A> List<A> answers(
      List<Cropped> photos, Function<List<float[]>, List<R>> network, AnswerMaker<R, A> maker) {
    List<float[]> pixels = photos.stream().flatMap(photo -> photo.pixels().stream()).toList();
    Iterator<R> results = (pixels.isEmpty() ? List.<R>of() : network.apply(pixels)).iterator();
    List<A> answers = new ArrayList<>(photos.size());
    for (Cropped photo : photos) {
      answers.add(
          maker.answer(photo.photo(), photo.pixels().map(image -> results.next()), photo.fault()));
    }
    return answers;
  }

  private Cropped crop(Path photo, PhotoInput input) {
    try {
      return new Cropped(photo, Optional.of(input.pixels(decoder.decode(photo))), "");
    } catch (IOException e) {
      return new Cropped(photo, Optional.empty(), FileErrors.message(e));
    }
  }

  private static List<Classifications> run(LoadedModel model, List<float[]> photos) {
    float[][] rows =
        model.network().probabilities(batch(model.network().input(), photos), photos.size());
    return Arrays.stream(rows).map(model::classifications).toList();
  }

  /** Puts photos one behind the other, as the network takes them. */
  static ByteBuffer batch(PhotoInput input, List<float[]> photos) {
    ByteBuffer batch = input.allocate(photos.size());
    photos.forEach(photo -> input.put(photo, batch));
    return batch.flip();
  }

  /** Frees the network, once the calls under way have returned. */
  @Override
  public void close() {
    current.close();
  }
}
