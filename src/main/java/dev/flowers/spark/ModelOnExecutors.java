package dev.flowers.spark;

import dev.flowers.head.TrainedHead;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.LoadedModel;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A published model that each executor has in the same home. A process opens it once, and keeps it
 * until it ends.
 *
 * @param home where the home is on an executor
 * @param reference name and version
 * @param trunk the identity of the trunk that it was trained on
 * @param head the fingerprint of the driver's head, classes included
 * @param precision in which it runs
 */
record ModelOnExecutors(
    String home, String reference, String trunk, String head, Precision precision)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Map<ModelOnExecutors, LoadedModel> OPEN = new ConcurrentHashMap<>();

  static ModelOnExecutors of(Home home, PublishedModel model, Precision precision)
      throws IOException {
    TrainedHead head = model.head();
    return new ModelOnExecutors(
        home.root().toString(),
        model.reference(),
        head.provenance().trunk(),
        head.fingerprint(),
        precision);
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
      String foundFingerprint = foundHead.fingerprint();
      if (!foundTrunk.equals(trunk) || !foundFingerprint.equals(head)) {
        throw new ExecutorException(
            TrunkOnExecutors.place()
                + (": found another model " + reference + " in " + home)
                + (", of trunk " + foundTrunk + " and head " + foundFingerprint)
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
