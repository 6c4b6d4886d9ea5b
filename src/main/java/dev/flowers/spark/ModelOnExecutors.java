package dev.flowers.spark;

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
 * @param classes the driver's classes of it, joined by line feeds; all must have the same
 * @param trunk the identity of the trunk that it was trained on
 * @param precision in which it runs
 */
record ModelOnExecutors(
    String home, String reference, String classes, String trunk, Precision precision)
    implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Map<ModelOnExecutors, LoadedModel> OPEN = new ConcurrentHashMap<>();

  static ModelOnExecutors of(Home home, PublishedModel model, Precision precision)
      throws IOException {
    return new ModelOnExecutors(
        home.root().toString(),
        model.reference(),
        String.join("\n", model.classes()),
        model.head().provenance().trunk(),
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
      String foundTrunk = found.head().provenance().trunk();
      if (!String.join("\n", found.classes()).equals(classes) || !foundTrunk.equals(trunk)) {
        throw new ExecutorException(
            TrunkOnExecutors.place()
                + (": found another model "
                    + reference
                    + " in "
                    + home
                    + ", of trunk "
                    + foundTrunk)
                + (", expected the driver's, of trunk " + trunk));
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
