package dev.flowers.spark;

import dev.flowers.head.TrainedHead;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.storage.Sha256;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.LoadedModel;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A published model that each executor has in the same home. A process opens it once, and keeps it
 * until it ends.
 *
 * @param home where the home is on an executor
 * @param reference name and version
 * @param classes the driver's classes of it, joined by line feeds; all must have the same
 * @param trunk the identity of the trunk that it was trained on
 * @param head the SHA-256 of the driver's head's numbers
 * @param precision in which it runs
 */
record ModelOnExecutors(
    String home, String reference, String classes, String trunk, String head, Precision precision)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Map<ModelOnExecutors, LoadedModel> OPEN = new ConcurrentHashMap<>();

  static ModelOnExecutors of(Home home, PublishedModel model, Precision precision)
      throws IOException {
    TrainedHead head = model.head();
    return new ModelOnExecutors(
        home.root().toString(),
        model.reference(),
        String.join("\n", model.classes()),
        head.provenance().trunk(),
        sha256(head),
        precision);
  }

  private static String sha256(TrainedHead head) {
    Sha256 sha256 = new Sha256();
    for (DenseLayer layer : head.layers()) {
      for (FloatBuffer numbers : List.of(layer.weights(), layer.bias())) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.remaining() * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        sha256.update(bytes);
      }
    }
    return sha256.hex();
  }

  /**
   * This process's model.
   *
   * @throws ExecutorException if it is missing, damaged, or another one
   */
  LoadedModel loaded() {
    return OPEN.computeIfAbsent(this, ModelOnExecutors::open);
  }

  private LoadedModel open() {
    try {
      Home there = new Home(Path.of(home));
      PublishedModel found = new ModelRepository(there).find(reference);
      TrainedHead foundHead = found.head();
      String foundTrunk = foundHead.provenance().trunk();
      String foundSha256 = sha256(foundHead);
      if (!String.join("\n", found.classes()).equals(classes)
          || !foundTrunk.equals(trunk)
          || !foundSha256.equals(head)) {
        throw new ExecutorException(
            TrunkOnExecutors.place()
                + (": found another model " + reference + " in " + home)
                + (", of trunk " + foundTrunk + " and head " + foundSha256)
                + (", expected the driver's, of trunk " + trunk + " and head " + head)
                + ": give every machine the same home");
      }
      return found.open(new TrunkStore(there.trunk()), Optional.of(precision));
    } catch (IOException e) {
      throw new ExecutorException(
          TrunkOnExecutors.place()
              + ": "
              + FileErrors.message(e)
              + "; expected model "
              + reference
              + " in "
              + home
              + ", on every machine",
          e);
    }
  }
}
