package dev.flowers.evaluation;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.TrainedHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
    List<Integer> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    boolean own = file.info().fingerprint().equals(head.provenance().embeddings());
    for (int row : file.rowsById()) {
      int known = input.labels().get(file.label(row));
      Split.Part of = head.provenance().part(file.id(row), known < 0 ? Integer.MAX_VALUE : known);
      // Of other photos than the model's own, their table knows the parts.
      if ((own ? of : file.part(row).orElse(of)) == part) {
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
