package dev.flowers.novelty;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says how far a photo's embedding is from those that a head was trained on. Plain numbers that need
 * no engine, half a megabyte or less; they travel with the published model. Immutable and
 * thread-safe.
 *
 * <p>Some of the training photos, the references, are kept as places in a space of a few dimensions.
 * A photo's novelty is its mean distance to the {@value #NEIGHBOURS} nearest references, divided by
 * the median of the same distance over the validation photos: 1 is as near as known photos are
 * usually. (Distances to nearest neighbours: Y. Sun et al., "Out-of-distribution detection with deep
 * nearest neighbors", ICML 2022.)
 */
public final class NoveltyDetector {
  /** How many references a photo is compared with, of all that are known. */
  static final int NEIGHBOURS = 3;

  private final NoveltySpace space;
  private final List<Reference> references;
  private final QuantizedMatrix places;
  private final KnownPhotos known;
  private final double typical;

  /** A reference: where it was, and its class. */
  record Reference(String path, String className) {}

  NoveltyDetector(
      NoveltySpace space, List<Reference> references, QuantizedMatrix places, KnownPhotos known) {
    this.space = space;
    this.references = List.copyOf(references);
    this.places = places;
    this.known = known;
    this.typical = known.typicalDistance();
  }

  /**
   * Fits a detector.
   *
   * @param file the embeddings that the head was trained on; stays open
   * @param head says which of them it was trained on, and which are validation photos
   * @return empty if no photo is in the validation part, without which nothing is known of distances
   * @throws IOException if the embeddings cannot be read
   */
  public static Optional<NoveltyDetector> fit(EmbeddingFile file, TrainedHead head)
      throws IOException {
    return new NoveltyFit(file, head).fit();
  }

  /** Returns how many numbers an embedding has. */
  public int width() {
    return space.width();
  }

  /** Returns how many training photos are kept. */
  public int references() {
    return references.size();
  }

  /** Returns by how many validation photos the thresholds are chosen. */
  public int validationPhotos() {
    return known.photos().size();
  }

  /**
   * Returns a photo's novelty: 0 for a copy of some references, 1 for a usual known photo, and more.
   *
   * @param embedding the trunk's output, [width]
   * @throws IllegalArgumentException if it is of another width
   */
  public double novelty(float[] embedding) {
    return distance(embedding) / typical;
  }

  /** The mean distance to the nearest references. */
  double distance(float[] embedding) {
    return distance(space, places, embedding);
  }

  static double distance(NoveltySpace space, QuantizedMatrix places, float[] embedding) {
    double[] nearest =
        IntStream.range(0, places.rows())
            .mapToDouble(new Distances(space, places, embedding)::to)
            .sorted()
            .limit(NEIGHBOURS)
            .toArray();
    return IntStream.range(0, nearest.length).mapToDouble(i -> nearest[i]).average().orElseThrow();
  }

  /** An embedding's distances to all references. */
  private record Distances(float[] cosines) {
    Distances(NoveltySpace space, QuantizedMatrix places, float[] embedding) {
      this(cosines(space, places, embedding));
    }

    private static float[] cosines(NoveltySpace space, QuantizedMatrix places, float[] embedding) {
      if (embedding.length != space.width()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "embedding: found %s, expected %d",
                Quantity.of(embedding.length, "number"),
                space.width()));
      }
      return places.times(space.place(embedding));
    }

    /** Rounding must not make it negative. */
    double to(int reference) {
      return Math.max(0, 1 - (double) cosines[reference]);
    }
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
    Distances distances = new Distances(space, places, embedding);
    return IntStream.range(0, references.size())
        .boxed()
        .sorted(Comparator.comparingDouble(distances::to))
        .limit(count)
        .map(
            i ->
                new NearPhoto(
                    references.get(i).path(), references.get(i).className(), distances.to(i)))
        .toList();
  }

  /**
   * Chooses thresholds by the validation photos.
   *
   * <p>Photos like them are called novel at no more than the asked rate, in the mean over many
   * validation parts. That takes at least 1/rate − 1 photos: with fewer none is called novel, and
   * the threshold is infinite.
   *
   * @throws InvalidInputException if there are too few validation photos, or too many wrong answers,
   *     for the asked error rate
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
    NoveltyFiles.save(new NoveltyFiles.Parts(space, references, places, known), directory);
  }

  /**
   * Loads a detector that {@link #save} saved.
   *
   * @return empty if there is none in the directory
   * @throws IOException if a file is damaged or of another version; the message names it
   */
  public static Optional<NoveltyDetector> load(Path directory) throws IOException {
    return NoveltyFiles.load(directory)
        .map(
            parts ->
                new NoveltyDetector(
                    parts.space(), parts.references(), parts.places(), parts.known()));
  }
}
