package dev.flowers.zoo;

import dev.flowers.evaluation.PairedComparison;
import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The directory of a model: its versions, which of them is current, and DJL's list of them. Whoever
 * writes holds the home's lock.
 *
 * @param name the model's name
 * @param path where it is; not there if the model was never trained
 */
record ModelDirectory(String name, Path path) {
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern PARTIAL =
      Pattern.compile("(?:\\.[0-9]+)?" + Pattern.quote(AtomicDirectory.PARTIAL) + ".+");

  /** The versions, newest first; none if it was never trained. */
  List<PublishedModel> versions() throws IOException {
    List<PublishedModel> versions = new ArrayList<>();
    if (!Files.isDirectory(path)) {
      return versions;
    }
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            path, child -> VERSION.matcher(child.getFileName().toString()).matches())) {
      for (Path child : children) {
        versions.add(
            new PublishedModel(name, Integer.parseInt(child.getFileName().toString()), child));
      }
    }
    versions.sort(Comparator.comparing(PublishedModel::version).reversed());
    return versions;
  }

  /** The current version; the newest where the history names none that is there. */
  Optional<PublishedModel> current() throws IOException {
    return current(versions());
  }

  private Optional<PublishedModel> current(List<PublishedModel> newestFirst) throws IOException {
    Set<Integer> there = numbers(newestFirst);
    OptionalInt promoted = history().current(there::contains);
    return newestFirst.stream()
        .filter(model -> promoted.isEmpty() || model.version() == promoted.getAsInt())
        .findFirst();
  }

  private static Set<Integer> numbers(List<PublishedModel> versions) {
    return versions.stream().map(PublishedModel::version).collect(Collectors.toSet());
  }

  PromotionHistory history() throws IOException {
    return PromotionHistory.of(path);
  }

  /** The version to go back to, which is there and was current before the one that is. */
  Optional<PublishedModel> before() throws IOException {
    List<PublishedModel> versions = versions();
    Set<Integer> there = numbers(versions);
    OptionalInt before = history().before(there::contains);
    return versions.stream()
        .filter(model -> before.isPresent() && model.version() == before.getAsInt())
        .findFirst();
  }

  /** The highest version that there ever was. */
  int lastVersion() throws IOException {
    int present = versions().stream().mapToInt(PublishedModel::version).max().orElse(0);
    return Math.max(present, MetadataJson.lastVersion(path.resolve(MetadataJson.FILE)));
  }

  /** In a home of before, the version that is current stays it when a newer one appears. */
  void keepCurrent() throws IOException {
    Optional<PublishedModel> current = current();
    if (current.isPresent() && history().promotions().isEmpty()) {
      add(
          current.get(),
          0,
          Promotion.By.EARLIER,
          true,
          "the newest version, of a time when that was the current one",
          Optional.empty());
    }
  }

  /** Keeps that the first version is current. */
  void first(PublishedModel model) throws IOException {
    add(model, 0, Promotion.By.PUBLISH, true, Promotion.ONLY_VERSION, Optional.empty());
  }

  /** Keeps a decision, and lists the versions anew. */
  Promotion decide(
      PublishedModel model,
      Promotion.By by,
      boolean promoted,
      String reason,
      Optional<PairedComparison> comparison)
      throws IOException {
    int lastVersion = lastVersion(); // a damaged list must show before anything is decided
    keepCurrent();
    int from = current().map(PublishedModel::version).orElse(0);
    Promotion decision = add(model, from, by, promoted, reason, comparison);
    list(versions(), lastVersion);
    return decision;
  }

  private Promotion add(
      PublishedModel model,
      int from,
      Promotion.By by,
      boolean promoted,
      String reason,
      Optional<PairedComparison> comparison)
      throws IOException {
    Promotion decision =
        new Promotion(
            model.version(),
            from,
            Instant.now(),
            by,
            promoted,
            reason,
            comparison.map(List::of).orElse(List.of()));
    history().with(decision).write(path);
    return decision;
  }

  /** Lists versions for DJL: the current one first, then the newest. */
  void list(List<PublishedModel> versions, int lastVersion) throws IOException {
    List<PublishedModel> ordered = new ArrayList<>(versions);
    Optional<PublishedModel> current = current();
    if (current.isPresent() && ordered.remove(current.get())) {
      ordered.add(0, current.get());
    }
    MetadataJson.write(path.resolve(MetadataJson.FILE), name, ordered, lastVersion);
  }

  /** Removes a version; returns how many bytes were freed. */
  long remove(PublishedModel found) throws IOException {
    sweep();
    int lastVersion = lastVersion();
    List<PublishedModel> others = new ArrayList<>(versions());
    others.remove(found);
    if (!others.isEmpty() && found.equals(current().orElse(null))) {
      throw new InvalidInputException(currentOfOthers(found));
    }
    long bytes = found.bytes();
    // No longer listed before it is gone, and gone at once, however long deleting takes.
    list(others, lastVersion);
    Path removed = path.resolve("." + found.version() + AtomicDirectory.PARTIAL + "removed");
    AtomicFile.rename(found.directory(), removed);
    FileTree.delete(removed);
    return bytes;
  }

  /** Why the current version is not removed while there are others. */
  static String currentOfOthers(PublishedModel current) {
    return current.reference()
        + ": found the current version, expected another one while there are others: first make"
        + " one of them current by flowers models promote or flowers models rollback";
  }

  /** Removes what killed runs left: with the home's lock held, nobody else is at work here. */
  void sweep() throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            path, child -> PARTIAL.matcher(child.getFileName().toString()).matches())) {
      for (Path directory : left) {
        FileTree.delete(directory);
      }
    }
  }
}
