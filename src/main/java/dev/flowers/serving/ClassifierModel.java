package dev.flowers.serving;

import ai.djl.modality.Classifications;
import dev.flowers.FlowerClassifier;
import dev.flowers.PreparedPhoto;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a {@link FlowerClassifier}. Closing it answers what waits, and frees the model.
 */
final class ClassifierModel implements Model, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ClassifierModel.class);

  private final String reference;
  private final FlowerClassifier classifier;
  private final ServingOptions options;
  private final PhotoReader reader;
  private final NearestPhotos nearest = new NearestPhotos();
  private final ServerMetrics metrics;
  private final Batcher<QueuedPhoto, Answer> batcher;

  /**
   * Takes the classifier over.
   *
   * @param reference by which the model was asked for
   * @param metrics is told of each batch
   */
  ClassifierModel(
      String reference,
      FlowerClassifier classifier,
      ServingOptions options,
      ServerMetrics metrics) {
    this.reference = reference;
    this.classifier = classifier;
    this.options = options;
    this.reader = PhotoReader.limitedTo(options);
    this.metrics = metrics;
    this.batcher =
        new Batcher<>(name(), options.queue(), options.batch(), options.batchDelay(), this::run);
  }

  @Override
  public String name() {
    return classifier.model().name();
  }

  @Override
  public int version() {
    return classifier.model().version();
  }

  @Override
  public List<String> classes() {
    return classifier.classes();
  }

  /** {@code name} if the current version is followed, {@code name:version} if not. */
  String reference() {
    return reference;
  }

  /** Photos that wait for the network. */
  int waiting() {
    return batcher.waiting();
  }

  @Override
  public int side() {
    try (FlowerClassifier.Lease lease = classifier.lease()) {
      return lease.side();
    }
  }

  @Override
  public PendingAnswers begin(List<Photo> photos, String version) throws RequestException {
    if (photos.size() > options.queue()) {
      throw new RequestException(
          RequestException.TOO_LARGE,
          "photos: found " + photos.size() + ", expected at most " + options.queue());
    }
    SharedLease lease = new SharedLease(classifier.lease());
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    boolean queued = false;
    try {
      if (!version.isEmpty() && !version.equals(String.valueOf(lease.version()))) {
        throw new RequestException(
            RequestException.NOT_FOUND,
            "model: found " + name() + ":" + lease.version() + ", expected version " + version);
      }
      for (int i = 0; i < photos.size(); i++) {
        String called = photos.size() == 1 ? "photo" : "photo " + i;
        answers.add(queue(prepared(photos.get(i), called, lease), lease));
      }
      queued = true;
    } finally {
      if (!queued) {
        answers.forEach(answer -> answer.cancel(false));
      }
      lease.release();
    }
    return () -> await(answers);
  }

  @Override
  public ExplainedPhoto explained(byte[] photo) throws RequestException {
    BufferedImage decoded = reader.read(new Photo.Encoded(photo), "photo");
    return LeasedPhoto.of(classifier.lease(), nearest, options, decoded);
  }

  private PreparedPhoto prepared(Photo photo, String called, SharedLease lease)
      throws RequestException {
    if (photo instanceof Photo.Square square) {
      try {
        return lease.lease().prepared(square.unitRgb());
      } catch (IllegalArgumentException e) {
        throw new RequestException(RequestException.BAD_REQUEST, called + ": " + e.getMessage());
      }
    }
    return lease.lease().prepare(reader.read(photo, called));
  }

  private CompletableFuture<Answer> queue(PreparedPhoto photo, SharedLease lease)
      throws RequestException {
    lease.retain();
    Optional<CompletableFuture<Answer>> answer =
        batcher.submit(new QueuedPhoto(photo, lease, System.nanoTime()), lease::release);
    if (answer.isEmpty()) {
      lease.release();
      throw RequestException.tooMany(
          "queue: found " + options.queue() + " photos waiting, expected fewer; try again later",
          1);
    }
    return answer.get();
  }

  /** A photo of a request, which holds a version until it was run. */
  private record QueuedPhoto(PreparedPhoto photo, SharedLease lease, long since) {}

  /** While another version takes one's place, a batch may have photos for both. */
  private List<Answer> run(List<QueuedPhoto> photos) {
    long now = System.nanoTime();
    photos.forEach(photo -> metrics.queued(now - photo.since()));
    Map<Integer, List<QueuedPhoto>> versions = new LinkedHashMap<>();
    for (QueuedPhoto photo : photos) {
      versions.computeIfAbsent(photo.lease().version(), v -> new ArrayList<>()).add(photo);
    }
    IdentityHashMap<QueuedPhoto, Answer> answers = new IdentityHashMap<>();
    versions.forEach((version, same) -> run(version, same, answers));
    return photos.stream().map(answers::get).toList();
  }

  private void run(
      int version, List<QueuedPhoto> photos, IdentityHashMap<QueuedPhoto, Answer> answers) {
    metrics.batch(photos.size());
    List<Classifications> classes =
        photos.get(0).lease().lease().classify(photos.stream().map(QueuedPhoto::photo).toList());
    for (int i = 0; i < photos.size(); i++) {
      answers.put(photos.get(i), answer(version, classes.get(i)));
    }
  }

  private static Answer answer(int version, Classifications classes) {
    return new Answer(version, classes.getClassNames(), classes.getProbabilities());
  }

  private List<Answer> await(List<CompletableFuture<Answer>> answers) throws RequestException {
    long end = System.nanoTime() + options.answerTime().toNanos();
    List<Answer> found = new ArrayList<>();
    try {
      for (CompletableFuture<Answer> answer : answers) {
        found.add(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
      }
      return found;
    } catch (TimeoutException e) {
      throw new RequestException(
          RequestException.NO_ANSWER,
          "answer: found none within " + options.answerTime() + "; try again later");
    } catch (ExecutionException e) {
      logger.error("The network of {} failed", name(), e);
      throw new RequestException(RequestException.FAILED, "the network failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestException(RequestException.UNAVAILABLE, "the server is closing");
    } finally {
      answers.forEach(answer -> answer.cancel(false));
    }
  }

  /** Waits for what is under way, as long as a closing server does; it is freed in any case. */
  @Override
  public void close() {
    Thread closing =
        new Thread(
            () -> {
              batcher.close();
              classifier.close();
              nearest.close();
            },
            "closing " + name());
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(options.drainTime().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      logger.warn("{} still runs after {}; it is freed when it ends", name(), options.drainTime());
    }
  }
}
