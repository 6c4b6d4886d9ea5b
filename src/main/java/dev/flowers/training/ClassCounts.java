package dev.flowers.training;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.TrainedHead;
import dev.flowers.zoo.ModelProvenance.ClassFigures;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a model's provenance says about each class. */
final class ClassCounts {
  private ClassCounts() {}

  /** Counts the photos of each part, and takes the figures on the test part. */
  static List<ClassFigures> of(EmbeddingFile file, TrainedHead head, Evaluation test) {
    List<Map<Split.Part, Integer>> counts = new ArrayList<>();
    for (int label = 0; label < head.classes().size(); label++) {
      counts.add(new EnumMap<>(Split.Part.class));
    }
    for (int row : file.rowsById()) {
      int label = file.label(row);
      counts.get(label).merge(head.provenance().part(file.id(row), label), 1, Integer::sum);
    }
    List<ClassFigures> figures = new ArrayList<>();
    for (int label = 0; label < counts.size(); label++) {
      Map<Split.Part, Integer> of = counts.get(label);
      figures.add(
          new ClassFigures(
              head.classes().get(label),
              of.getOrDefault(Split.Part.TRAIN, 0),
              of.getOrDefault(Split.Part.VALIDATION, 0),
              of.getOrDefault(Split.Part.TEST, 0),
              test.confusion().precision(label),
              test.confusion().recall(label)));
    }
    return figures;
  }
}
