package dev.flowers.spark;

import dev.flowers.storage.FileErrors;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trunk that each executor has in the same directory. A process opens it once, whatever the
 * number of its tasks, and keeps it until it ends.
 *
 * @param directory where it is on an executor
 * @param identity of the driver's one, which all must have
 * @param precision in which it runs
 */
record TrunkOnExecutors(String directory, String identity, Precision precision)
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger logger = LoggerFactory.getLogger(TrunkOnExecutors.class);

  /** The trunks of this process. */
  private static final Map<TrunkOnExecutors, RunningTrunk> OPEN = new ConcurrentHashMap<>();

  static TrunkOnExecutors of(Trunk trunk) {
    return new TrunkOnExecutors(trunk.directory().toString(), trunk.identity(), trunk.precision());
  }

  /**
   * This process's trunk.
   *
   * @throws ExecutorException if the trunk is missing, damaged, or another one
   */
  RunningTrunk running() {
    return OPEN.computeIfAbsent(this, TrunkOnExecutors::open);
  }

  /** Names the process in which this is called, and how many trunks it has opened. */
  static String process() {
    return place()
        + " process "
        + ProcessHandle.current().pid()
        + ", trunks opened: "
        + OPEN.size();
  }

  static String place() {
    SparkEnv environment = SparkEnv.get();
    return environment == null
        ? "this process"
        : "executor "
            + environment.executorId()
            + " on "
            + environment.blockManager().blockManagerId().host();
  }

  private RunningTrunk open() {
    try {
      Trunk found = TrunkStore.read(Path.of(directory));
      String weights = Precision.fingerprint(identity);
      if (!found.fingerprint().equals(weights)) {
        throw new ExecutorException(
            place()
                + ": found trunk "
                + found.fingerprint()
                + " in "
                + directory
                + ", expected "
                + weights
                + ", the driver's: give every machine the same directory");
      }
      long start = System.nanoTime();
      RunningTrunk running = found.in(precision).open();
      logger.info(
          "opened trunk {} of {} in {} ms",
          identity,
          directory,
          (System.nanoTime() - start) / 1_000_000);
      return running;
    } catch (IOException e) {
      throw new ExecutorException(
          place()
              + ": "
              + FileErrors.message(e)
              + "; expected the trunk that the driver has in "
              + directory
              + ", on every machine",
          e);
    }
  }
}
