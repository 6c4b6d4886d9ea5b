package dev.flowers.training;

import dev.flowers.evaluation.DifferenceInterval;
import dev.flowers.evaluation.PairedComparison;
import dev.flowers.zoo.PublishedModel;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Two models on the same photos, with the same labels, none of which either was fitted to.
 *
 * @param first the model to compare with
 * @param second the model that may replace it
 * @param source the embeddings whose photos and labels these are
 * @param photos the compared photos
 * @param onlyFirstClasses classes that only the first has, sorted; none of their photos is compared
 * @param onlySecondClasses classes that only the second has, likewise. If the second gives such a
 *     class to a photo of another one, it is wrong there, as anywhere else
 * @param seen how many photos were left out because one of the models was fitted to them, or to a
 *     near copy of them
 * @param fit how both fit the photos that they were fitted to; empty where that cannot be compared,
 *     as between two trunks
 * @param notes what a reader of the figures must know, a sentence each
 */
public record ModelComparison(
    PublishedModel first,
    PublishedModel second,
    String source,
    List<ComparedPhoto> photos,
    List<String> onlyFirstClasses,
    List<String> onlySecondClasses,
    int seen,
    Optional<Fit> fit,
    List<String> notes) {
  /** Copies the lists. */
  public ModelComparison {
    photos = List.copyOf(photos);
    onlyFirstClasses = List.copyOf(onlyFirstClasses);
    onlySecondClasses = List.copyOf(onlySecondClasses);
    notes = List.copyOf(notes);
  }

  /**
   * How two models fit their labels, of then and of now. Where labels were spoiled, the first
   * agrees less with those of the photos that it was fitted to than it did, which shows on hundreds
   * of photos when a few dozen test photos cannot tell; mended labels it may have learned wrongly,
   * too, but then the second one does as well as the first did.
   *
   * @param firstThen the first on the photos that it was fitted to, by the labels of then
   * @param firstNow the first on those of them that are there, by their labels now
   * @param second the second on the photos that it was fitted to
   * @param firstOthers the first on its validation and test photos, by the labels of then
   * @param secondOthers the second on its validation and test photos
   */
  public record Fit(
      Count firstThen, Count firstNow, Count second, Count firstOthers, Count secondOthers) {
    /**
     * Photos.
     *
     * @param right how many are right
     * @param photos of how many
     */
    public record Count(int right, int photos) {
      double accuracy() {
        return right / (double) photos;
      }

      /** Whether this accuracy is below another one beyond chance, at 95 %. */
      boolean isBelow(Count other) {
        return photos > 0
            && other.photos > 0
            && DifferenceInterval.independent(other.right, other.photos, right, photos).low() > 0;
      }
    }

    /** Whether the labels fit worse than they did, for both models. */
    boolean fell() {
      return firstNow.isBelow(firstThen)
          && (second.isBelow(firstThen) || secondOthers.isBelow(firstOthers));
    }
  }

  /**
   * A class's figures.
   *
   * @param name the class
   * @param paired on the photos labelled so: the accuracies are the recalls
   */
  public record ClassComparison(String name, PairedComparison paired) {}

  /** The figures; empty without a photo to compare on. */
  public Optional<PairedComparison> paired() {
    return paired(photos);
  }

  /** The figures of each class that has photos, sorted by name. */
  public List<ClassComparison> classes() {
    return photos.stream()
        .map(ComparedPhoto::label)
        .distinct()
        .sorted()
        .map(
            name ->
                new ClassComparison(
                    name,
                    paired(photos.stream().filter(photo -> photo.label().equals(name)).toList())
                        .orElseThrow()))
        .toList();
  }

  /**
   * The photos of a change, those first that the model is most sure of whose answer was wrong (of
   * both wrong, the second).
   */
  public List<ComparedPhoto> changed(ComparedPhoto.Change change) {
    return photos.stream()
        .filter(photo -> photo.change() == change)
        .sorted(
            Comparator.comparingDouble(
                    (ComparedPhoto photo) ->
                        photo.secondRight() ? -photo.firstConfidence() : -photo.secondConfidence())
                .thenComparing(ComparedPhoto::path)
                .thenComparing(ComparedPhoto::id))
        .toList();
  }

  private static Optional<PairedComparison> paired(Collection<ComparedPhoto> photos) {
    if (photos.isEmpty()) {
      return Optional.empty();
    }
    int[] counts = new int[4];
    for (ComparedPhoto photo : photos) {
      counts[(photo.firstRight() ? 0 : 2) + (photo.secondRight() ? 0 : 1)]++;
    }
    return Optional.of(new PairedComparison(counts[0], counts[1], counts[2], counts[3]));
  }
}
