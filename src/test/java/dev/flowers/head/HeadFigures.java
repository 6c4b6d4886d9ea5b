package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import java.io.IOException;

/** What a head gives on a part of embeddings, by the split that it was trained with. */
final class HeadFigures {
  private HeadFigures() {}

  static double accuracy(TrainedHead head, EmbeddingFile file, Split.Part part) throws IOException {
    int right = 0;
    int count = 0;
    for (int row = 0; row < file.size(); row++) {
      if (head.provenance().part(file.id(row), file.label(row)) == part) {
        float[] probabilities = head.probabilities(file.values(row));
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
          best = probabilities[i] > probabilities[best] ? i : best;
        }
        right += best == file.label(row) ? 1 : 0;
        count++;
      }
    }
    return (double) right / count;
  }

  static double loss(TrainedHead head, EmbeddingFile file, Split.Part part) throws IOException {
    double loss = 0;
    int count = 0;
    for (int row = 0; row < file.size(); row++) {
      if (head.provenance().part(file.id(row), file.label(row)) == part) {
        loss -= Math.log(head.probabilities(file.values(row))[file.label(row)]);
        count++;
      }
    }
    return loss / count;
  }
}
