package dev.flowers.head;

import dev.flowers.dataset.Folds;
import dev.flowers.dataset.Split;
import dev.flowers.embedding.DuplicateGroups;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * K-fold cross-validation, which estimates the accuracy on all photos: in each round a head is
 * trained, and tested on one fold that it was not trained on. The heads are not kept. The same
 * options, folds and embeddings give the same figures. As {@link HeadTrainer}, for one thread of a
 * process.
 *
 * @param options how the heads are trained
 * @param folds the folds; there are as many rounds
 */
public record CrossValidation(HeadOptions options, Folds folds) {
  /** Checks that nothing is missing. */
  public CrossValidation {
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(folds, "folds");
  }

  /**
   * What a round gave.
   *
   * @param rows the rows of the file that were tested; none if the fold is empty
   * @param probabilities what the classes were given, [rows][classes], in the order of {@code rows}
   * @param bestEpoch the epoch whose weights were tested, from 1
   */
  public record Round(List<Integer> rows, List<float[]> probabilities, int bestEpoch) {
    /** Copies the lists. */
    public Round {
      rows = List.copyOf(rows);
      probabilities = List.copyOf(probabilities);
    }
  }

  /**
   * Trains a head without a fold and tests it on the fold; copies of one content are in one fold.
   *
   * @param file the embeddings; stays open
   * @param number the fold, from 0
   * @throws IOException as the other method
   */
  public Round round(EmbeddingFile file, int number) throws IOException {
    return round(file, DuplicateGroups.exact(), number);
  }

  /**
   * Trains a head without a fold and tests it on the fold.
   *
   * @param file the embeddings; stays open
   * @param groups its photos that must be in one fold
   * @param number the fold, from 0
   * @throws IllegalArgumentException as {@link HeadTrainer#train}
   * @throws DivergedException if the loss is no longer finite
   * @throws IOException if the embeddings cannot be read
   */
  public Round round(EmbeddingFile file, DuplicateGroups groups, int number) throws IOException {
    Objects.checkIndex(number, folds.count());
    Map<String, Integer> assigned = folds.assign(groups.splitPhotos(file));
    IntFunction<Split.Part> parts =
        row -> folds.part(number, Objects.requireNonNull(assigned.get(file.id(row))));
    FitResult fitted =
        new HeadTrainer(options)
            .fit(
                file,
                parts,
                "fold " + (number + 1) + " of " + folds.count() + ", seed " + folds.seed());
    int[] rows = HeadTrainer.rows(file, parts, Split.Part.TEST);
    float[][] embeddings = new float[rows.length][];
    for (int n = 0; n < rows.length; n++) {
      embeddings[n] = file.values(rows[n]);
    }
    return new Round(
        Arrays.stream(rows).boxed().toList(),
        List.of(DenseLayer.probabilities(fitted.layers(), embeddings)),
        fitted.bestEpoch());
  }
}
