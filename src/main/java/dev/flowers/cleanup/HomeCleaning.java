package dev.flowers.cleanup;

import dev.flowers.storage.DirectoryUse;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what nothing in a home needs any more, and removes it: versions of models that are neither
 * current nor kept, their reports, trunks of no model, embeddings of folders that are gone, what
 * the demo has made, and what killed runs were writing.
 *
 * <p>Nothing that is in use goes: what a kept version needs in order to predict or to be evaluated,
 * a trunk that any process has open, a file that a run is writing. All methods see the home as it
 * is when they are called.
 *
 * @param home the home
 * @param keep how many versions of a model stay, its current one among them; from 1
 */
public record HomeCleaning(Home home, int keep) {
  /** The current version, and one to go back to. */
  public static final int KEEP = 2;

  /** A run that was killed today may be gone on with. */
  static final Duration UNFINISHED = Duration.ofDays(1);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if no version would stay
   */
  public HomeCleaning {
    if (keep < 1) {
      throw new IllegalArgumentException("keep: found " + keep + ", expected 1 or more");
    }
  }

  /**
   * What became of a leftover.
   *
   * @param fault why it stays; empty if it is gone
   */
  public record Outcome(Leftover leftover, String fault) {
    /** Whether it is gone. */
    public boolean removed() {
      return fault.isEmpty();
    }
  }

  /**
   * What there is.
   *
   * @param leftovers what can go, the models first
   * @param notes what a reader should know, a sentence each
   */
  public record Found(List<Leftover> leftovers, List<String> notes) {
    /** Copies the lists. */
    public Found {
      leftovers = List.copyOf(leftovers);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Looks for what can go. Changes nothing.
   *
   * @throws IOException if the home cannot be looked at
   */
  public Found find() throws IOException {
    KeptModels models = KeptModels.of(new ModelRepository(home), keep);
    return new LeftoverSearch(home, models).find();
  }

  /**
   * Removes leftovers, with the home's lock. One that has come into use meanwhile stays, and so
   * does one that cannot be removed; the others go.
   *
   * @param leftovers of {@link #find}
   * @param done told of each, in their order
   * @throws dev.flowers.storage.HomeInUseException if another run writes in the home
   * @throws IOException if the home cannot be looked at
   */
  public void remove(List<Leftover> leftovers, Consumer<Outcome> done) throws IOException {
    if (leftovers.isEmpty()) {
      return; // the lock would make a home that is not there
    }
    try (HomeLock lock = HomeLock.take(home)) {
      List<Leftover> now = find().leftovers();
      for (Leftover leftover : leftovers) {
        Optional<Leftover> still = now.stream().filter(leftover::isSameAs).findFirst();
        done.accept(new Outcome(leftover, remove(leftover, still)));
      }
    }
  }

  private String remove(Leftover leftover, Optional<Leftover> still) {
    if (still.isEmpty()) {
      return leftover.paths().stream().anyMatch(Files::exists)
          ? "is needed again"
          : "was gone already";
    }
    if (!still.get().use().isEmpty()) {
      return still.get().use();
    }
    try {
      return switch (leftover.kind()) {
        case VERSION -> removeVersion(leftover);
        case TRUNK -> removeTrunk(still.get());
        default -> removeFiles(still.get());
      };
    } catch (IOException e) {
      return FileErrors.message(e);
    }
  }

  private String removeVersion(Leftover leftover) throws IOException {
    ModelRepository repository = new ModelRepository(home);
    try {
      repository.remove(repository.find(leftover.name()));
      return "";
    } catch (ModelUnavailableException e) {
      return "was gone already";
    }
  }

  /** Moved away first: whoever looks meanwhile finds it whole or not at all. */
  private static String removeTrunk(Leftover trunk) throws IOException {
    Path directory = trunk.paths().get(0);
    Optional<DirectoryUse> alone = DirectoryUse.tryAlone(directory);
    if (alone.isEmpty()) {
      return LeftoverSearch.IN_USE;
    }
    try (DirectoryUse use = alone.get()) {
      Path removed = directory.resolveSibling("." + directory.getFileName() + ".partial-removed");
      FileTree.delete(removed);
      Files.move(directory, removed);
      use.forget();
      FileTree.delete(removed);
      return "";
    }
  }

  private static String removeFiles(Leftover leftover) throws IOException {
    for (Path path : leftover.paths()) {
      FileTree.delete(path);
    }
    return "";
  }
}
