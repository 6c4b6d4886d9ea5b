package dev.flowers.archive;

import dev.flowers.head.TrainedHead;
import dev.flowers.trunk.PhotoInput;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's trunk, which is opened when a photo needs it: if all are known, no engine starts. Owns
 * native memory then: close it.
 */
final class ModelTrunk implements AutoCloseable {
  private final PublishedModel model;
  private final TrainedHead head;
  private final TrunkStore trunks;
  private @Nullable Trunk described;
  private @Nullable Precision precision;
  private @Nullable RunningTrunk running;

  /**
   * The trunk of a model.
   *
   * @param precision empty for the fastest of this machine
   */
  ModelTrunk(
      PublishedModel model, TrainedHead head, TrunkStore trunks, Optional<Precision> precision) {
    this.model = model;
    this.head = head;
    this.trunks = trunks;
    this.precision = precision.orElse(null);
  }

  /** In which precision it runs or would run. */
  synchronized Precision precision() throws IOException {
    if (precision == null) {
      precision = described().best();
    }
    return precision;
  }

  /** What its embeddings are known by. */
  String identity() throws IOException {
    String made = head.provenance().trunk();
    return made.isEmpty()
        ? described().identity() // throws: it is not known
        : precision().identity(Precision.fingerprint(made));
  }

  /** What it takes. */
  PhotoInput input() throws IOException {
    return described().input();
  }

  private synchronized Trunk described() throws IOException {
    if (described == null) {
      described = model.trunk(head, trunks);
    }
    return described;
  }

  /** Opens it, unless that was done before. */
  synchronized RunningTrunk open() throws IOException {
    if (running == null) {
      running = described().in(precision()).open();
    }
    return running;
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
