package dev.flowers.serving;

import dev.flowers.explanation.Explainer;
import dev.flowers.explanation.Neighbour;
import dev.flowers.explanation.TrainingPhotos;
import dev.flowers.image.EncodedPicture;
import dev.flowers.image.ImageDecoder;
import dev.flowers.image.SquareThumbnail;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Sha256;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the nearest training photos, for one request at a time: each is a run of the network. Keeps
 * the embeddings of the version that was asked last open. Close it.
 */
final class NearestPhotos implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(NearestPhotos.class);

  /** As many as {@code predict --explain} shows. */
  private static final int COUNT = 5;

  /** The side of a thumbnail in pixels: sharp on a screen that shows it half as large. */
  private static final int THUMBNAIL = 192;

  private static final float QUALITY = 0.8f;

  private record Opened(PublishedModel model, TrainingPhotos photos) {}

  private record Found(boolean unchanged, List<Neighbour> photos) {}

  private final ReentrantLock lock = new ReentrantLock(true);

  // Guarded by the lock.
  private Optional<Opened> opened = Optional.empty();
  private String complaint = "";

  /**
   * Finds them.
   *
   * @param limit how long to wait for other requests
   */
  ExplainedPhoto.Neighbours find(Explainer explainer, Explainer.Input photo, Duration limit)
      throws RequestException {
    Found found = alone(explainer, photo, limit);
    List<ExplainedPhoto.TrainingPhoto> photos = new ArrayList<>();
    for (Neighbour neighbour : found.photos()) {
      photos.add(described(explainer.model(), neighbour));
    }
    return new ExplainedPhoto.Neighbours(found.unchanged(), photos);
  }

  private Found alone(Explainer explainer, Explainer.Input photo, Duration limit)
      throws RequestException {
    boolean mine;
    try {
      mine = lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestException(RequestException.UNAVAILABLE, "the server is closing");
    }
    if (!mine) {
      throw new RequestException(
          RequestException.NO_ANSWER, "answer: found none within " + limit + "; try again later");
    }
    try {
      float[] embedding = explainer.predict(photo).embedding();
      Found found = nearest(explainer.model(), embedding);
      complaint = "";
      return found;
    } catch (IOException e) {
      throw unavailable(explainer.model(), e);
    } finally {
      lock.unlock();
    }
  }

  private Found nearest(PublishedModel model, float[] embedding) throws IOException {
    try {
      return nearest(open(model), embedding);
    } catch (IOException changed) {
      // A training may have written the file anew since it was opened.
      release();
      return nearest(open(model), embedding);
    }
  }

  private static Found nearest(TrainingPhotos photos, float[] embedding) throws IOException {
    return new Found(photos.unchanged(), photos.nearest(embedding, COUNT));
  }

  private TrainingPhotos open(PublishedModel model) throws IOException {
    if (opened.isPresent() && opened.get().model().equals(model)) {
      return opened.get().photos();
    }
    release();
    TrainingPhotos photos = TrainingPhotos.open(model);
    opened = Optional.of(new Opened(model, photos));
    return photos;
  }

  /** The message names files, which are the log's business, once. */
  private RequestException unavailable(PublishedModel model, IOException e) {
    String message = FileErrors.message(e);
    if (!message.equals(complaint)) {
      complaint = message;
      logger.warn("{}: no nearest photos: {}", model.reference(), message);
    }
    return new RequestException(
        RequestException.NOT_FOUND,
        "neighbors: found no embeddings of the training photos, expected those that "
            + model.reference()
            + " was trained on; the server's log says more");
  }

  private static ExplainedPhoto.TrainingPhoto described(PublishedModel model, Neighbour neighbour) {
    Optional<Path> within = within(model, neighbour.photo());
    return new ExplainedPhoto.TrainingPhoto(
        within.map(path -> path.toString().replace('\\', '/')).orElse(""),
        neighbour.className(),
        neighbour.similarity(),
        within.flatMap(path -> thumbnail(neighbour)));
  }

  /**
   * The photo's path within the folder of photos. One that leads out of it, which another program's
   * TFRecord may have, is as good as unknown: it is the server's, and nobody's thumbnail.
   */
  private static Optional<Path> within(PublishedModel model, Path photo) {
    String photos;
    try {
      photos = model.provenance().photos();
    } catch (IOException removed) {
      return Optional.empty();
    }
    Path folder = Path.of(photos).normalize();
    Path normal = photo.normalize();
    return photos.isEmpty() || normal.equals(folder) || !normal.startsWith(folder)
        ? Optional.empty()
        : Optional.of(folder.relativize(normal));
  }

  private static Optional<EncodedPicture> thumbnail(Neighbour neighbour) {
    try {
      byte[] bytes = Files.readAllBytes(neighbour.photo());
      if (!new Sha256().update(bytes).hex().equals(neighbour.id())) {
        return Optional.empty(); // another photo has its name now
      }
      return Optional.of(
          EncodedPicture.jpeg(
              SquareThumbnail.of(
                  ImageDecoder.withDefaults().decode(bytes, neighbour.className()), THUMBNAIL),
              QUALITY));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private void release() {
    Optional<Opened> old = opened;
    opened = Optional.empty();
    if (old.isPresent()) {
      try {
        old.get().photos().close();
      } catch (IOException e) {
        logger.warn("{}", FileErrors.message(e)); // nothing was written to it
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      release();
    } finally {
      lock.unlock();
    }
  }
}
