package dev.flowers.training;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.TrainedHead;
import dev.flowers.zoo.ModelProvenance.ClassFigures;
import java.util.ArrayList;
import java.util.List;

/** What a model's provenance says about each class. */
final class ClassCounts {
  private ClassCounts() {}

  /** Counts the photos of each part, and takes the figures on the test part. */
  static List<ClassFigures> of(EmbeddingFile file, TrainedHead head, Evaluation test) {
    int[][] counts = new int[head.classes().size()][Split.Part.values().length];
    for (int row : file.rowsById()) {
      int label = file.label(row);
      counts[label][head.provenance().part(file.id(row), label).ordinal()]++;
    }
    List<ClassFigures> figures = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      figures.add(
          new ClassFigures(
              head.classes().get(label),
              counts[label][Split.Part.TRAIN.ordinal()],
              counts[label][Split.Part.VALIDATION.ordinal()],
              counts[label][Split.Part.TEST.ordinal()],
              test.confusion().precision(label),
              test.confusion().recall(label)));
    }
    return figures;
  }
}
