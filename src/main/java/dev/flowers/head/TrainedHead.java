package dev.flowers.head;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.Quantity;
import dev.flowers.storage.Sha256;
import dev.flowers.trunk.DenseLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained head: plain numbers that need no engine. Immutable and thread-safe.
 *
 * <p>It takes embeddings as the trunk makes them: the standardization of the training is folded
 * into the first layer, the temperature of the calibration into the last. Between two layers is a
 * ReLU, behind the last one a softmax.
 */
public final class TrainedHead {
  private final List<String> classes;
  private final List<DenseLayer> layers;
  private final Provenance provenance;

  /**
   * Checks that all fits together.
   *
   * @throws IllegalArgumentException if there are not one or two layers, or a layer's size does not
   *     fit the next one's or the classes
   */
  TrainedHead(List<String> classes, List<DenseLayer> layers, Provenance provenance) {
    this.classes = List.copyOf(classes);
    this.layers = List.copyOf(layers);
    this.provenance = provenance;
    if (layers.isEmpty() || layers.size() > 2) {
      throw new IllegalArgumentException("layers: found " + layers.size() + ", expected 1 or 2");
    }
    int outputs = layers.get(0).inputs();
    for (DenseLayer layer : layers) {
      if (layer.inputs() != outputs) {
        throw new IllegalArgumentException(
            "layer: found " + layer.inputs() + " inputs, expected " + outputs);
      }
      outputs = layer.outputs();
    }
    if (outputs != classes.size()) {
      throw new IllegalArgumentException(
          "last layer: found " + outputs + " outputs, expected " + classes.size());
    }
  }

  /** Returns the class names, sorted; the probabilities are in their order. */
  public List<String> classes() {
    return classes;
  }

  /** Returns how many numbers an embedding has. */
  public int width() {
    return layers.get(0).inputs();
  }

  /** Returns the layers, first to last: one, or two with a ReLU between them. */
  public List<DenseLayer> layers() {
    return layers;
  }

  /** Returns what the head was made from, and how its training went. */
  public Provenance provenance() {
    return provenance;
  }

  /** Names the head by all that matters to its answers: the SHA-256 of its classes and numbers. */
  public String fingerprint() {
    Sha256 sha256 = new Sha256();
    sha256.update(String.join("\n", classes).getBytes(UTF_8));
    for (DenseLayer layer : layers) {
      sha256.update(layer.weightBytes()).update(layer.biasBytes());
    }
    return sha256.hex();
  }

  /**
   * Classifies one photo.
   *
   * @param values the photo's embedding, [width]
   * @return [classes], adding up to 1
   * @throws IllegalArgumentException if the embedding is of another width, or its numbers are not
   *     finite or so large that the output is not
   */
  public float[] probabilities(float[] values) {
    return probabilities(new float[][] {values})[0];
  }

  /**
   * Classifies several photos: faster than one after the other, and the same to the last bit.
   *
   * @param embeddings the photos' embeddings, [photos, width]
   * @return [photos, classes], each row adding up to 1
   * @throws IllegalArgumentException if an embedding is of another width, or its numbers are not
   *     finite or so large that the output is not
   */
  public float[][] probabilities(float[][] embeddings) {
    for (float[] values : embeddings) {
      if (values.length != width()) {
        throw new IllegalArgumentException(
            "embedding: found " + Quantity.of(values.length, "number") + ", expected " + width());
      }
    }
    return DenseLayer.probabilities(layers, embeddings);
  }

  /**
   * Saves the head; one that is in the directory already is replaced, whole or not at all.
   *
   * @param directory made if it is missing
   * @throws IOException if it cannot be written
   */
  public void save(Path directory) throws IOException {
    HeadFiles.save(this, directory);
  }

  /**
   * Loads a head that {@link #save} saved.
   *
   * @throws IOException if a file is missing, damaged, of another size, or of another version; the
   *     message names the file
   */
  public static TrainedHead load(Path directory) throws IOException {
    return HeadFiles.load(directory);
  }

  /**
   * Loads a head for a prediction that is to start soon: the files' sizes are checked, and not
   * their contents, which {@link #load} does.
   *
   * @throws IOException if a file is missing, of another size, or of another version; the message
   *     names the file
   */
  public static TrainedHead open(Path directory) throws IOException {
    return HeadFiles.open(directory);
  }

  /** Returns the index of the most probable class, of equal ones the first. */
  public static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }
}
