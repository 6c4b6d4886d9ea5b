package dev.flowers.novelty;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says how far a photo's embedding is from those that a head was trained on. Plain numbers that
 * need no engine, half a megabyte or less; they travel with the published model. Immutable and
 * thread-safe.
 *
 * <p>Some of the training photos, the references, are kept as places in a space of a few
 * dimensions. A photo's distance is the mean of two: that to its three nearest references (Y. Sun
 * et al., "Out-of-distribution detection with deep nearest neighbors", ICML 2022), and that to the
 * nearest of the classes' centres (K. Lee et al., "A simple unified framework for detecting
 * out-of-distribution samples", NeurIPS 2018). Its novelty is this distance divided by the median
 * of the validation photos': 1 is as near as known photos are usually.
 */
public final class NoveltyDetector {
  private final NoveltySpace space;
  private final References references;
  private final KnownPhotos known;
  private final double typical;

  NoveltyDetector(NoveltySpace space, References references, KnownPhotos known) {
    this.space = space;
    this.references = references;
    this.known = known;
    this.typical = known.typicalDistance();
  }

  /**
   * Fits a detector.
   *
   * @param file the embeddings that the head was trained on; stays open
   * @param head says which of them it was trained on, and which are validation photos
   * @return empty if no photo is in the validation part, without which nothing is known of
   *     distances
   * @throws IOException if the embeddings cannot be read
   */
  public static Optional<NoveltyDetector> fit(EmbeddingFile file, TrainedHead head)
      throws IOException {
    return new NoveltyFit(
            file, row -> head.provenance().part(file.id(row), file.label(row)), head::probabilities)
        .fit();
  }

  /** Returns how many numbers an embedding has. */
  public int width() {
    return space.width();
  }

  /** Returns how many training photos are kept. */
  public int references() {
    return references.photos().size();
  }

  /** Returns by how many validation photos the thresholds are chosen. */
  public int validationPhotos() {
    return known.photos().size();
  }

  /**
   * Returns a photo's novelty: 0 for a copy of some references, 1 for a usual known photo, and
   * more.
   *
   * @param embedding the trunk's output, [width]
   * @throws IllegalArgumentException if it is of another width
   */
  public double novelty(float[] embedding) {
    return references.distance(place(embedding)) / typical;
  }

  private float[] place(float[] embedding) {
    if (embedding.length != width()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embedding: found %s, expected %d",
              Quantity.of(embedding.length, "number"),
              width()));
    }
    return space.place(embedding);
  }

  /**
   * Finds the references that are nearest to a photo.
   *
   * @param embedding the trunk's output, [width]
   * @param count how many; fewer are returned if there are no more
   * @return the nearest first
   * @throws IllegalArgumentException if it is of another width
   */
  public List<NearPhoto> nearest(float[] embedding, int count) {
    return references.nearest(place(embedding), count);
  }

  /**
   * Chooses thresholds by the validation photos.
   *
   * <p>Photos like them are called novel at no more than the asked rate, in the mean over many
   * validation parts. That takes at least 1/rate − 1 photos: with fewer none is called novel, and
   * the threshold is infinite.
   *
   * @throws InvalidInputException if there are too few validation photos, or too many wrong
   *     answers, for the asked error rate
   */
  public UnknownThresholds thresholds(UnknownOptions options) throws InvalidInputException {
    return new UnknownThresholds(
        options.maxNovel() == 0
            ? Double.POSITIVE_INFINITY
            : known.distanceThreshold(options.maxNovel()) / typical,
        options.maxError().isPresent()
            ? known.errorThreshold(options.maxError().getAsDouble())
            : 0);
  }

  /** The largest probability below which the same rate of known photos lies: the baseline's. */
  double baselineThreshold(double maxNovel) {
    return known.probabilityThreshold(maxNovel);
  }

  /**
   * Saves the detector.
   *
   * @param directory made if it is missing; whatever else is in it stays
   * @throws IOException if it cannot be written
   */
  public void save(Path directory) throws IOException {
    NoveltyFiles.save(new NoveltyFiles.Parts(space, references, known), directory);
  }

  /**
   * Loads a detector that {@link #save} saved.
   *
   * @return empty if there is none in the directory
   * @throws IOException if a file is damaged or of another version; the message names it
   */
  public static Optional<NoveltyDetector> load(Path directory) throws IOException {
    return NoveltyFiles.load(directory)
        .map(parts -> new NoveltyDetector(parts.space(), parts.references(), parts.known()));
  }
}
