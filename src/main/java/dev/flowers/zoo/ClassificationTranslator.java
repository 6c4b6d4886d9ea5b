package dev.flowers.zoo;

import ai.djl.modality.Classifications;
import dev.flowers.trunk.PhotoTranslator;
import java.util.ArrayList;
import java.util.List;

/** Photos to classes: an {@code Image} in, the probability of each class out. */
public final class ClassificationTranslator extends PhotoTranslator<Classifications> {
  private final List<String> classes;

  /**
   * Names the model's outputs.
   *
   * @param classes the class names, in the order of the probabilities
   */
  public ClassificationTranslator(List<String> classes) {
    this.classes = List.copyOf(classes);
  }

  @Override
  protected Classifications output(float[] row) {
    List<Double> probabilities = new ArrayList<>(row.length);
    for (float probability : row) {
      probabilities.add((double) probability);
    }
    return new Classifications(classes, probabilities);
  }
}
