package dev.flowers.serving;

import ai.djl.modality.Classifications;
import dev.flowers.FlowerClassifier;
import dev.flowers.PreparedPhoto;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a {@link FlowerClassifier}. Closing it answers what waits, and frees the model.
 */
final class ClassifierModel implements Model, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ClassifierModel.class);

  private final FlowerClassifier classifier;
  private final ServingOptions options;
  private final PhotoReader reader;
  private final NearestPhotos nearest = new NearestPhotos();
  private final IntConsumer batches;
  private final Batcher<PreparedPhoto, Answer> batcher;

  /**
   * Takes the classifier over.
   *
   * @param batches is told the size of each batch
   */
  ClassifierModel(FlowerClassifier classifier, ServingOptions options, IntConsumer batches) {
    this.classifier = classifier;
    this.options = options;
    this.reader = PhotoReader.limitedTo(options);
    this.batches = batches;
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

  /** Photos that wait for the network. */
  int waiting() {
    return batcher.waiting();
  }

  @Override
  public PendingAnswers begin(List<byte[]> photos) throws RequestException {
    if (photos.size() > options.queue()) {
      throw new RequestException(
          RequestException.TOO_LARGE,
          "photos: found " + photos.size() + ", expected at most " + options.queue());
    }
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    boolean queued = false;
    try {
      for (int i = 0; i < photos.size(); i++) {
        answers.add(queue(photos.get(i), photos.size() == 1 ? "photo" : "photo " + i));
      }
      queued = true;
    } finally {
      if (!queued) {
        answers.forEach(answer -> answer.cancel(false));
      }
    }
    return () -> await(answers);
  }

  @Override
  public ExplainedPhoto explained(byte[] photo) throws RequestException {
    BufferedImage decoded = reader.read(photo, "photo");
    return LeasedPhoto.of(classifier.lease(), nearest, options, decoded);
  }

  private CompletableFuture<Answer> queue(byte[] photo, String called) throws RequestException {
    PreparedPhoto prepared = classifier.prepare(reader.read(photo, called));
    Optional<CompletableFuture<Answer>> answer = batcher.submit(prepared);
    if (answer.isEmpty()) {
      throw new RequestException(
          RequestException.TOO_MANY,
          "queue: found " + options.queue() + " photos waiting, expected fewer; try again later");
    }
    return answer.get();
  }

  private List<Answer> run(List<PreparedPhoto> photos) {
    batches.accept(photos.size());
    FlowerClassifier.Answers answers = classifier.classifyPrepared(photos);
    return answers.classes().stream().map(c -> answer(answers.model().version(), c)).toList();
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

  @Override
  public void close() {
    batcher.close();
    classifier.close();
    nearest.close();
  }
}
