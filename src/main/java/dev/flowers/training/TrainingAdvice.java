package dev.flowers.training;

import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.ConfusionMatrix;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.evaluation.Interval;
import dev.flowers.head.EpochResult;
import dev.flowers.head.Provenance;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What limits a training's result, and what to try next, each in a line. Options are named in
 * words, with the command line's flag in brackets.
 */
final class TrainingAdvice {
  /** A class of fewer photos has fewer than five in a test part of 10 %. */
  static final int FEW_PHOTOS = 50;

  /** A last epoch that lowers the validation loss by less does not call for more epochs. */
  private static final double NOTABLE = 0.01;

  private static final int SHOWN = 3;

  private final EmbeddingFile file;
  private final int[] photos;

  /** Looks at embeddings, which stay open. */
  TrainingAdvice(EmbeddingFile file) {
    this.file = file;
    this.photos = new int[file.classes().size()];
    for (int row : file.rowsById()) {
      photos[file.label(row)]++;
    }
  }

  /** Says how many photos are copies of others. */
  static Optional<String> copies(EmbeddingFile file, DuplicateGroups groups, SplitParts parts) {
    List<List<Integer>> copies = groups.rows(file);
    return copies.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "copies: found "
                + Quantity.of(copies.stream().mapToInt(List::size).sum(), "photo")
                + " in "
                + Quantity.of(copies.size(), "group")
                + " of copies; "
                + (parts.separated() == 0
                    ? "each group is in one part"
                    : separated(parts) + ", expected each in one: the figures may be too good")
                + " (flowers duplicates lists them)");
  }

  /** Says how many groups of copies a table or folders separate. */
  static String separated(SplitParts parts) {
    return Quantity.of(parts.separated(), "group")
        + (parts.separated() == 1 ? " is" : " are")
        + " in several parts, as the table or the folders say";
  }

  /** Says which photos have several labels: copies, exact or near, in different classes. */
  Optional<String> conflictingLabels(DuplicateGroups groups) throws IOException {
    List<List<Integer>> conflicts =
        groups.rows(file).stream()
            .filter(group -> DuplicateGroups.acrossClasses(file, group))
            .toList();
    if (conflicts.isEmpty()) {
      return Optional.empty();
    }
    List<String> shown = new ArrayList<>();
    for (List<Integer> copies : conflicts.subList(0, Math.min(SHOWN, conflicts.size()))) {
      List<String> places = new ArrayList<>();
      for (int row : copies) {
        places.add(place(row));
      }
      shown.add(String.join(" = ", places));
    }
    return Optional.of(
        "labels: found "
            + Quantity.of(conflicts.size(), "photo")
            + " in more than one class ("
            + String.join(", ", shown)
            + (shown.size() < conflicts.size() ? ", …" : "")
            + "), expected each photo in one class; delete the copies in the wrong ones");
  }

  private String place(int row) throws IOException {
    String path = file.path(row);
    return path.isEmpty() ? "record " + row + " of " + className(file.label(row)) : path;
  }

  /** Says whether the best epoch is the first, or the last of all that were allowed. */
  static Optional<String> bestEpoch(Provenance head) {
    // The training loss, which chooses without validation photos, falls to the end anyway.
    if (head.validationCount() == 0) {
      return Optional.empty();
    }
    int best = head.bestEpoch();
    int most = head.options().epochs();
    if (best == most && stillFalling(head.history())) {
      return Optional.of(
          "best epoch: found "
              + best
              + ", the last, expected an earlier one: the validation loss may fall further; try more"
              + " epochs (--epochs "
              + 2L * most
              + ")");
    }
    if (best == 1 && most > 1) {
      return Optional.of(
          "best epoch: found the first of "
              + head.history().size()
              + ", expected a later one: the head overfits from the start; try a learning rate below "
              + head.options().describe().get("learning rate")
              + " (--learning-rate) or more regularization (--weight-decay)");
    }
    return Optional.empty();
  }

  private static boolean stillFalling(List<EpochResult> history) {
    double last = history.get(history.size() - 1).decidingLoss();
    OptionalDouble before =
        history.stream().limit(history.size() - 1L).mapToDouble(EpochResult::decidingLoss).min();
    return before.isEmpty() || last < (1 - NOTABLE) * before.getAsDouble();
  }

  /** Says what the figures on the test part cannot tell. */
  List<String> test(Split split, Evaluation evaluation) {
    List<String> notes = new ArrayList<>();
    if (evaluation.photos() > 0) {
      untested(split, evaluation.confusion()).ifPresent(notes::add);
      evaluation
          .accuracyInterval()
          .flatMap(interval -> chance(evaluation, interval))
          .ifPresent(notes::add);
    }
    return notes;
  }

  private Optional<String> untested(Split split, ConfusionMatrix confusion) {
    List<Integer> classes =
        IntStream.range(0, photos.length)
            .filter(label -> confusion.support(label) == 0)
            .boxed()
            .toList();
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    String shown =
        classes.stream()
            .limit(SHOWN)
            .map(label -> className(label) + ": " + photos[label])
            .collect(Collectors.joining(", "));
    return Optional.of(
        "test part: found no photo of "
            + Quantity.of(classes.size(), "class")
            + " (photos in all: "
            + shown
            + (classes.size() > SHOWN ? ", …" : "")
            + "), expected some of each, without which its recall is unknown; add photos, or test"
            + " more than "
            + split.test()
            + " % (--split)");
  }

  /** Compares with the majority baseline: predicting the largest class for every photo. */
  private Optional<String> chance(Evaluation evaluation, Interval interval) {
    int largest = 0;
    for (int label = 1; label < photos.length; label++) {
      largest = photos[label] > photos[largest] ? label : largest;
    }
    double share = photos[largest] / (double) IntStream.of(photos).sum();
    if (interval.low() > share) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "accuracy: found %.4f on %s, 95 %% confidence interval %.4f to %.4f, expected an interval"
                + " above %.4f, the share of %s, the largest class: the head may be no better than"
                + " always predicting that class",
            evaluation.accuracy().orElseThrow(),
            Quantity.of(evaluation.photos(), "photo"),
            interval.low(),
            interval.high(),
            share,
            className(largest)));
  }

  /** Says whether there are enough validation photos to call one in twenty photos novel. */
  static Optional<String> novelty(Optional<NoveltyDetector> detector) {
    double rate = UnknownOptions.defaults().maxNovel();
    int fewest = (int) Math.ceil(1 / rate) - 1;
    int found = detector.map(NoveltyDetector::validationPhotos).orElse(0);
    return found >= fewest
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "unknown photos: found %s, expected %d or more: with fewer it is not known from"
                    + " where on at most %.0f %% of the known photos would be called novel, and"
                    + " flowers predict --unknown calls none so",
                Quantity.of(found, "validation photo"),
                fewest,
                100 * rate));
  }

  /**
   * Says what to try next.
   *
   * @param photosKnown whether photos were trained on, which can be augmented; else only embeddings
   * @param searched whether the hyperparameters are those of a search
   */
  String next(boolean photosKnown, boolean searched) {
    int smallest = 0;
    for (int label = 1; label < photos.length; label++) {
      smallest = photos[label] < photos[smallest] ? label : smallest;
    }
    String step;
    if (photos[smallest] < FEW_PHOTOS) {
      step =
          "add photos: found "
              + photos[smallest]
              + " of "
              + className(smallest)
              + ", the smallest class, expected "
              + FEW_PHOTOS
              + " or more of each class";
    } else if (photosKnown && file.info().mirrors() == 0) {
      step = "train on mirror images, too (flowers train --augment flip)";
    } else if (!searched) {
      step = "search for better hyperparameters (flowers tune)";
    } else {
      step =
          "estimate the accuracy by cross-validation with these hyperparameters (flowers train"
              + " --folds 10)";
    }
    return "to try next: " + step;
  }

  private String className(int label) {
    return file.classes().get(label);
  }
}
