package dev.flowers.zoo;

import ai.djl.Device;
import dev.flowers.head.SeenPhotos;
import dev.flowers.head.TrainedHead;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.TextFile;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkWithHead;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
   * What tells photos of unknown classes. It needs neither the embeddings nor an engine.
   *
   * @throws ModelUnavailableException if the model has none
   * @throws IOException if a file is damaged; the message names it
   */
  public NoveltyDetector novelty() throws IOException {
    return NoveltyDetector.load(directory)
        .orElseThrow(
            () ->
                new ModelUnavailableException(
                    reference()
                        + ": found nothing that tells unknown photos, expected novelty.json in "
                        + directory
                        + "; flowers train writes it, if there are validation photos"));
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
   * The photos that its head was fitted to.
   *
   * @throws IOException if a file is missing or damaged; the message names it
   */
  public SeenPhotos seen() throws IOException {
    return SeenPhotos.load(directory, provenance().head(), classes().size());
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
   * Loads trunk and head as one network on the trunk's engine, in the fastest precision that this
   * machine has. PyTorch is not loaded.
   *
   * @param trunks where the converted trunks are
   * @return the model, to be closed by the caller
   * @throws ModelUnavailableException if its trunk is not there, or not known
   * @throws IOException if a file is missing or damaged; the message names it
   */
  public LoadedModel open(TrunkStore trunks) throws IOException {
    return open(trunks, Optional.empty());
  }

  /**
   * The same in a precision.
   *
   * @param precision of the trunk, none for its best; also another one than that of the embeddings
   *     that the head was trained on
   * @throws dev.flowers.storage.InvalidInputException if this machine does not have it
   */
  public LoadedModel open(TrunkStore trunks, Optional<Precision> precision) throws IOException {
    return open(trunks, precision, name, null);
  }

  /**
   * The same under another name, on another device.
   *
   * @param modelName how DJL's model is called
   * @param device none for the engine's default device
   * @throws IllegalArgumentException if the engine has no such device
   */
  LoadedModel open(
      TrunkStore trunks, Optional<Precision> precision, String modelName, @Nullable Device device)
      throws IOException {
    TrainedHead head = TrainedHead.open(directory);
    List<String> classes = classes();
    if (!head.classes().equals(classes)) {
      throw new IOException(
          directory.resolve(SYNSET)
              + ": found the classes "
              + classes
              + ", expected those of the head: "
              + head.classes());
    }
    TrunkWithHead.Naming naming = new TrunkWithHead.Naming(modelName, reference(), directory);
    Trunk trunk = trunk(head, trunks).in(precision);
    return new LoadedModel(this, classes, trunk.open(naming, head.layers(), device));
  }

  /**
   * The trunk that a head was trained behind, in float32. Its files are not read.
   *
   * @param head this model's
   * @param trunks where the converted trunks are
   * @throws ModelUnavailableException if it is not there, or not known
   * @throws IOException if its description cannot be read
   */
  public Trunk trunk(TrainedHead head, TrunkStore trunks) throws IOException {
    String fingerprint = head.provenance().trunk();
    if (fingerprint.isEmpty()) {
      throw new ModelUnavailableException(
          reference()
              + ": was trained on a TFRecord that does not say which trunk made it; it can be"
              + " evaluated, but photos need the trunk: train on them with flowers train --photos");
    }
    Optional<Trunk> trunk = trunks.find(fingerprint);
    if (trunk.isPresent()) {
      return trunk.get();
    }
    String made = provenance().trunk();
    throw new ModelUnavailableException(
        reference()
            + ": its trunk "
            + fingerprint
            + (made.isEmpty() ? "" : " (" + made + ")")
            + " is not in "
            + trunks.directory()
            + "; flowers convert --trunk FILE makes it, of the file that the model was"
            + " trained with");
  }
}
