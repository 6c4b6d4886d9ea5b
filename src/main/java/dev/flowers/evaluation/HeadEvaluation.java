package dev.flowers.evaluation;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.SeenPhotos;
import dev.flowers.head.TrainedHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A head's metrics on a part of the embeddings, and the rows of that part.
 *
 * @param evaluation the figures
 * @param rows the rows of the file, in the evaluation's order
 */
public record HeadEvaluation(Evaluation evaluation, List<Integer> rows) {
  /** Copies the list. */
  public HeadEvaluation {
    rows = List.copyOf(rows);
  }

  /**
   * Evaluates a head on a part, by the split that the head was trained with. Mirror images are left
   * out.
   *
   * @throws dev.flowers.storage.InvalidInputException if a row is of a class that the head does not
   *     know
   * @throws IOException if the embeddings cannot be read
   */
  public static HeadEvaluation of(TrainedHead head, HeadInput input, Split.Part part)
      throws IOException {
    EmbeddingFile file = input.file();
    boolean own = file.info().fingerprint().equals(head.provenance().embeddings());
    return of(
        head,
        input,
        row -> {
          int known = input.labels().get(file.label(row));
          Split.Part of =
              head.provenance().part(file.id(row), known < 0 ? Integer.MAX_VALUE : known);
          // Of other photos than the model's own, their table knows the parts.
          return (own ? of : file.part(row).orElse(of)) == part;
        });
  }

  /**
   * Evaluates a head on all photos that it was not fitted to. Where their table knows a photo's
   * part, it is left out unless that is the test part. Mirror images are left out.
   *
   * @throws dev.flowers.storage.InvalidInputException as the other
   * @throws IOException if the embeddings cannot be read
   */
  public static HeadEvaluation unseen(TrainedHead head, HeadInput input, SeenPhotos seen)
      throws IOException {
    EmbeddingFile file = input.file();
    return of(
        head,
        input,
        row ->
            !seen.contains(file.id(row))
                && file.part(row).orElse(Split.Part.TEST) == Split.Part.TEST);
  }

  private static HeadEvaluation of(TrainedHead head, HeadInput input, IntPredicate chosen)
      throws IOException {
    EmbeddingFile file = input.file();
    List<Integer> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    for (int row : file.rowsById()) {
      if (chosen.test(row)) {
        rows.add(row);
        labels.add(input.label(row, head));
        probabilities.add(head.probabilities(file.values(row)));
      }
    }
    return new HeadEvaluation(
        Evaluation.of(
                head.classes(),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                probabilities)
            .calibratedBy(head.provenance().temperature()),
        rows);
  }
}
