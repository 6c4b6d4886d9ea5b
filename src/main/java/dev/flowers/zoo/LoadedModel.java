package dev.flowers.zoo;

import ai.djl.modality.Classifications;
import dev.flowers.trunk.TrunkWithHead;
import java.util.ArrayList;
import java.util.List;

/**
 * A published model, loaded: its network, and the names of the classes that the network tells
 * apart. All predictions of the toolkit go through one of these.
 *
 * <p>Owns native memory: close it. Thread-safe.
 *
 * @param published the model, and its version
 * @param classes the names of the classes, in the order of the network's probabilities
 * @param network trunk and head
 */
public record LoadedModel(PublishedModel published, List<String> classes, TrunkWithHead network)
    implements AutoCloseable {
  /** Copies the list. */
  public LoadedModel {
    classes = List.copyOf(classes);
  }

  /**
   * Gives the network's probabilities of a photo the names of their classes.
   *
   * @param probabilities [classes]
   */
  public Classifications classifications(float[] probabilities) {
    return classifications(classes, probabilities);
  }

  static Classifications classifications(List<String> classes, float[] row) {
    List<Double> probabilities = new ArrayList<>(row.length);
    for (float probability : row) {
      probabilities.add((double) probability);
    }
    return new Classifications(classes, probabilities);
  }

  /** Frees the network, once the calls under way have returned. */
  @Override
  public void close() {
    network.close();
  }
}
