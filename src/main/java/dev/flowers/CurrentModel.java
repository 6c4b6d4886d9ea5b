package dev.flowers;

import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.LoadedModel;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.ModelUnavailableException;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version of a model that predicts now. Another one may replace it while calls are under way: a
 * call uses one version from its beginning to its end, and a version that was replaced is closed
 * when its last call has ended.
 *
 * <p>Thread-safe. Owns native memory and perhaps a thread: close it.
 */
final class CurrentModel implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(CurrentModel.class);

  private final Home home;
  private final String reference;
  private final Optional<Precision> precision;

  /** One looks for another version at a time; calls go on meanwhile. */
  private final Object refreshing = new Object();

  private final @Nullable ScheduledExecutorService clock;

  // Guarded by this.
  private Version current;
  private int calls;
  private boolean closed;

  // The clock's thread alone: what it said last, in order not to say it again.
  private String complaint = "";

  private CurrentModel(
      Home home,
      String reference,
      Optional<Precision> precision,
      @Nullable ScheduledExecutorService clock)
      throws IOException {
    this.home = home;
    this.reference = reference;
    this.precision = precision;
    this.clock = clock;
    this.current = new Version(load(find()));
  }

  /** Loads a model that stays. */
  static CurrentModel fixed(Home home, String reference, Optional<Precision> precision)
      throws IOException {
    return new CurrentModel(home, reference, precision, null);
  }

  /**
   * Loads the current version of a model, and looks from time to time whether another one is.
   *
   * @param every the time from the end of one look to the next
   */
  static CurrentModel following(
      Home home, String name, Duration every, Optional<Precision> precision) throws IOException {
    ModelRepository.checkName(name);
    if (every.toMillis() < 1) {
      throw new IllegalArgumentException(
          "every: found " + every + ", expected a millisecond or more");
    }
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "versions of " + name);
              thread.setDaemon(true);
              return thread;
            });
    boolean opened = false;
    try {
      CurrentModel model = new CurrentModel(home, name, precision, clock);
      // Nobody asks the future: what fails is logged.
      Future<?> unused =
          clock.scheduleWithFixedDelay(
              model::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
      opened = true;
      return model;
    } finally {
      if (!opened) {
        clock.shutdown();
      }
    }
  }

  /** A version, and how many calls use it. */
  private static final class Version {
    final LoadedModel model;
    int calls;
    boolean replaced;

    Version(LoadedModel model) {
      this.model = model;
    }
  }

  /** A call's share of a version. Close it when the call ends. */
  final class Lease implements AutoCloseable {
    private final Version version;

    private Lease(Version version) {
      this.version = version;
    }

    LoadedModel model() {
      return version.model;
    }

    @Override
    public void close() {
      boolean last;
      synchronized (CurrentModel.this) {
        version.calls--;
        last = version.replaced && version.calls == 0;
      }
      if (last) {
        version.model.close();
      }
      synchronized (CurrentModel.this) {
        calls--;
        CurrentModel.this.notifyAll();
      }
    }
  }

  /**
   * Takes the current version for a call.
   *
   * @throws IllegalStateException if it is closed
   */
  synchronized Lease lease() {
    if (closed) {
      throw new IllegalStateException(current.model.published().reference() + " is closed");
    }
    current.calls++;
    calls++;
    return new Lease(current);
  }

  /** The current version, or the last one. */
  synchronized LoadedModel model() {
    return current.model;
  }

  /**
   * Looks whether another version is current, and lets it answer from now on.
   *
   * @return whether there was one
   * @throws IOException if it cannot be read; the one before goes on answering
   */
  boolean refresh() throws IOException {
    if (clock == null || clock.isShutdown()) {
      return false;
    }
    synchronized (refreshing) {
      PublishedModel wanted;
      try {
        wanted = find();
      } catch (ModelUnavailableException allRemoved) {
        return false;
      }
      if (wanted.equals(model().published())) {
        return false;
      }
      return replace(load(wanted));
    }
  }

  /** Returns whether it took the other's place: not if all was closed meanwhile. */
  private boolean replace(LoadedModel loaded) {
    LoadedModel idle;
    boolean taken;
    synchronized (this) {
      taken = !closed;
      if (closed) {
        idle = loaded;
      } else {
        Version old = current;
        old.replaced = true;
        current = new Version(loaded);
        if (old.calls > 0) {
          return true; // the last of them closes it
        }
        idle = old.model;
      }
    }
    idle.close();
    return taken;
  }

  private void look() {
    try {
      refresh();
      complaint = "";
    } catch (IOException | RuntimeException e) {
      // Answering goes on with the version that is loaded; the next look may find it mended.
      String message = e instanceof IOException io ? FileErrors.message(io) : e.toString();
      if (!message.equals(complaint)) {
        complaint = message;
        logger.warn(
            "{}: cannot load the current version, and goes on with {}: {}",
            reference,
            model().published().version(),
            message,
            e);
      }
    }
  }

  private PublishedModel find() throws IOException {
    return new ModelRepository(home).find(reference);
  }

  /** A version may be removed between finding and loading it: then the next one is meant. */
  private LoadedModel load(PublishedModel found) throws IOException {
    PublishedModel published = found;
    while (true) {
      try {
        return published.open(new TrunkStore(home.trunk()), precision);
      } catch (IOException e) {
        PublishedModel now = find();
        if (now.equals(published)) {
          throw e;
        }
        published = now;
      }
    }
  }

  /** Waits for the calls under way, and frees the network. */
  @Override
  public void close() {
    if (clock != null) {
      clock.shutdown();
    }
    synchronized (this) {
      closed = true;
      boolean interrupted = false;
      while (calls > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true; // a network in use must not be freed
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    current.model.close();
  }
}
