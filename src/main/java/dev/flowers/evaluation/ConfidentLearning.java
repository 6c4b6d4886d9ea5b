package dev.flowers.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds likely label errors.
 *
 * <p>The rule is that of C. Northcutt, L. Jiang and I. Chuang, "Confident learning: estimating
 * uncertainty in dataset labels", JAIR 70, 2021, section 3.1. A class's threshold is its mean
 * self-confidence: the mean probability of the class over the photos labelled with it. A photo
 * belongs with confidence to the most probable of the classes whose probability reaches their
 * threshold; where that is not its label, the label is suspect. It holds for photos that the
 * classifier was not trained on.
 */
final class ConfidentLearning {
  private ConfidentLearning() {}

  /** The suspects, the largest margin first, equal ones by index. */
  static List<Evaluation.LabelSuspect> suspects(Evaluation evaluation) {
    double[] thresholds = thresholds(evaluation);
    List<Evaluation.LabelSuspect> suspects = new ArrayList<>();
    for (int photo = 0; photo < evaluation.photos(); photo++) {
      int label = evaluation.label(photo);
      int likely = label;
      double most = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < thresholds.length; j++) {
        double probability = evaluation.probability(photo, j);
        if (probability >= thresholds[j] && probability > most) {
          likely = j;
          most = probability;
        }
      }
      if (likely != label) {
        double margin = most - evaluation.probability(photo, label);
        suspects.add(
            new Evaluation.LabelSuspect(photo, label, likely, most, thresholds[likely], margin));
      }
    }
    suspects.sort(Comparator.comparingDouble(Evaluation.LabelSuspect::margin).reversed());
    return suspects;
  }

  private static double[] thresholds(Evaluation evaluation) {
    int classes = evaluation.classes().size();
    double[] sums = new double[classes];
    for (int photo = 0; photo < evaluation.photos(); photo++) {
      int label = evaluation.label(photo);
      sums[label] += evaluation.probability(photo, label);
    }
    for (int j = 0; j < classes; j++) {
      // Nobody knows how sure the classifier is of a class without photos: none is moved there.
      int support = evaluation.confusion().support(j);
      sums[j] = support == 0 ? Double.POSITIVE_INFINITY : sums[j] / support;
    }
    return sums;
  }
}
