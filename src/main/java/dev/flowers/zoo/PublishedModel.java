package dev.flowers.zoo;

import ai.djl.Model;
import dev.flowers.head.StoredHead;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.TextFile;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.GraphTensor;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A version of a model in a repository.
 *
 * @param name the model's name: DJL's artifact id
 * @param version 1, 2, 3, …
 * @param directory where its files are
 */
public record PublishedModel(String name, int version, Path directory) {

  /** DJL's name for the file with the class names, a line each. */
  static final String SYNSET = "synset.txt";

  /** As {@code --model} takes it: {@code flowers-vgg16:3}. */
  public String reference() {
    return name + ":" + version;
  }

  /**
   * The names of its classes, in the order of the probabilities.
   *
   * @throws IOException if the file is missing or damaged; the message names it
   */
  public List<String> classes() throws IOException {
    return TextFile.lines(directory.resolve(SYNSET));
  }

  /**
   * The trained head.
   *
   * @throws IOException if a file is missing or damaged; the message names it
   */
  public TrainedHead head() throws IOException {
    return TrainedHead.load(directory);
  }

  /**
   * What the model was made from.
   *
   * @throws IOException if the file is missing or damaged; the message names it
   */
  public ModelProvenance provenance() throws IOException {
    return ProvenanceJson.read(directory.resolve(ProvenanceJson.FILE));
  }

  /**
   * How much its files take on the disk, in bytes.
   *
   * @throws IOException if they cannot be looked at
   */
  public long bytes() throws IOException {
    return FileTree.size(directory);
  }

  /**
   * Opens trunk and head as one model on the TensorFlow engine: photos [batch, 224, 224, 3], RGB in
   * [0,1] → probabilities [batch, classes]. PyTorch is not loaded.
   *
   * @param trunks where the converted trunks are
   * @return the model, to be closed by the caller
   * @throws ModelUnavailableException if its trunk is not there, or not known
   * @throws IOException if a file is missing or damaged; the message names it
   */
  public Model open(TrunkStore trunks) throws IOException {
    StoredHead head = StoredHead.read(directory);
    if (!head.classes().equals(classes())) {
      throw new IOException(
          directory.resolve(SYNSET)
              + ": found the classes "
              + classes()
              + ", expected those of the head: "
              + head.classes());
    }
    return Trunk.openClassifier(name, directory, trunk(head, trunks), layers(head));
  }

  /**
   * Opens the trunk that the head was trained behind, alone: for who needs the codes, too, which
   * {@link #head} takes.
   *
   * @param trunks where the converted trunks are
   * @return the trunk, to be closed by the caller
   * @throws ModelUnavailableException if its trunk is not there, or not known
   * @throws IOException if a file is missing or damaged; the message names it
   */
  public Trunk openTrunk(TrunkStore trunks) throws IOException {
    return Trunk.open(trunk(StoredHead.read(directory), trunks));
  }

  /** The trunk that a head was trained behind. */
  ConvertedTrunk trunk(StoredHead head, TrunkStore trunks) throws IOException {
    String fingerprint = head.provenance().trunk();
    if (fingerprint.isEmpty()) {
      throw new ModelUnavailableException(
          reference()
              + ": was trained on a TFRecord that does not say which trunk made it; it can be"
              + " evaluated, but photos need the trunk: train on them with flowers train --photos");
    }
    return trunks
        .find(fingerprint)
        .orElseThrow(
            () ->
                new ModelUnavailableException(
                    reference()
                        + ": its trunk "
                        + fingerprint
                        + " is not in "
                        + trunks.directory()
                        + "; flowers convert --weights FILE makes it, from the weights that the"
                        + " model was trained with"));
  }

  /** A head's layers, for the graph. */
  static List<DenseLayer> layers(StoredHead head) {
    List<DenseLayer> layers = new ArrayList<>();
    for (StoredHead.Layer layer : head.layers()) {
      int number = layers.size() + 1;
      layers.add(
          new DenseLayer(
              new GraphTensor(
                  "head" + number + ".weights",
                  List.of(layer.inputs(), layer.outputs()),
                  layer.weights()),
              new GraphTensor("head" + number + ".biases", List.of(layer.outputs()), layer.bias()),
              number < head.layers().size()));
    }
    return layers;
  }
}
