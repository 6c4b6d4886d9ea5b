package dev.flowers.zoo;

import dev.flowers.download.Descriptor;
import dev.flowers.head.TrainedHead;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published models of a home: a DJL repository on disk, {@code
 * model/cv/image_classification/dev/flowers/<name>/<version>/}, with a {@code metadata.json} beside
 * the versions that lists the newest first.
 *
 * <p>A version never changes once it is there. Publishing and removing take the home's lock;
 * reading may go on meanwhile.
 *
 * @param home where the models are; the repository is its directory {@code zoo}, made by the first
 *     model
 */
public record ModelRepository(Home home) {
  /** The name under which a training publishes if nothing else is said. */
  public static final String DEFAULT_NAME = "flowers-vgg16";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final Pattern REFERENCE = Pattern.compile("([^:]+)(?::([1-9][0-9]{0,8}))?");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern PARTIAL =
      Pattern.compile("(?:\\.[0-9]+)?" + Pattern.quote(AtomicDirectory.PARTIAL) + ".+");

  /**
   * Publishes a head as the next version of a model.
   *
   * @param name lower-case letters, digits, - and _
   * @throws IllegalArgumentException if the name has anything else
   * @throws IOException if it cannot be written; nothing is published then
   */
  public PublishedModel publish(String name, TrainedHead head, ModelProvenance provenance)
      throws IOException {
    return publish(name, head, Optional.empty(), provenance);
  }

  /**
   * The same with what tells photos of unknown classes.
   *
   * @param novelty fitted to the embeddings that the head was trained on; empty for a model that
   *     takes every photo for one of its classes
   */
  public PublishedModel publish(
      String name, TrainedHead head, Optional<NoveltyDetector> novelty, ModelProvenance provenance)
      throws IOException {
    checkName(name);
    try (HomeLock lock = HomeLock.take(home)) {
      return publishLocked(name, head, novelty, provenance);
    }
  }

  private PublishedModel publishLocked(
      String name, TrainedHead head, Optional<NoveltyDetector> novelty, ModelProvenance provenance)
      throws IOException {
    Path model = model(name);
    Files.createDirectories(model);
    sweep(model);
    int version = lastVersion(name) + 1;
    Path target = model.resolve(Integer.toString(version));
    try (AtomicDirectory directory = AtomicDirectory.at(target, Set.of())) {
      Path partial = directory.partial();
      head.save(partial);
      if (novelty.isPresent()) {
        novelty.get().save(partial);
      }
      AtomicFile.write(
          partial.resolve(PublishedModel.SYNSET), String.join("\n", head.classes()) + "\n");
      ProvenanceJson.write(provenance, partial.resolve(ProvenanceJson.FILE));
      directory.complete();
    }
    MetadataJson.write(model.resolve(MetadataJson.FILE), name, versions(name), version);
    return new PublishedModel(name, version, target);
  }

  /**
   * Removes a version. Its number is never given again: DJL keeps copies of what it loaded from a
   * repository under the version's number, and would take a new version for the old one. Who has
   * loaded the model keeps it; who looks meanwhile finds it whole or not at all.
   *
   * @return how many bytes were freed
   * @throws ModelUnavailableException if there is no such version any more
   * @throws IOException if it cannot be removed
   */
  public long remove(PublishedModel published) throws IOException {
    find(published.reference()); // before the lock, which would make a home that is not there
    try (HomeLock lock = HomeLock.take(home)) {
      return removeLocked(published);
    }
  }

  private long removeLocked(PublishedModel published) throws IOException {
    String name = published.name();
    PublishedModel found = find(published.reference());
    Path model = model(name);
    sweep(model);
    int lastVersion = lastVersion(name);
    List<PublishedModel> others = new ArrayList<>(versions(name));
    others.remove(found);
    long bytes = found.bytes();
    // No longer listed before it is gone, and gone at once, however long deleting takes.
    MetadataJson.write(model.resolve(MetadataJson.FILE), name, others, lastVersion);
    Path removed = model.resolve("." + found.version() + AtomicDirectory.PARTIAL + "removed");
    AtomicFile.rename(found.directory(), removed);
    FileTree.delete(removed);
    return bytes;
  }

  /** The repository's directory. */
  public Path root() {
    return home.zoo();
  }

  /** The versions of a model, newest first; none if it was never trained. */
  public List<PublishedModel> versions(String name) throws IOException {
    List<PublishedModel> versions = new ArrayList<>();
    Path model = model(name);
    if (!Files.isDirectory(model)) {
      return versions;
    }
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(
            model, child -> VERSION.matcher(child.getFileName().toString()).matches())) {
      for (Path child : children) {
        versions.add(
            new PublishedModel(name, Integer.parseInt(child.getFileName().toString()), child));
      }
    }
    versions.sort(Comparator.comparing(PublishedModel::version).reversed());
    return versions;
  }

  /** The names of all models that were published, sorted. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    Path models = root().resolve(Descriptor.MODELS);
    if (Files.isDirectory(models)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(models)) {
        for (Path child : children) {
          String name = child.getFileName().toString();
          if (NAME.matcher(name).matches() && !versions(name).isEmpty()) {
            names.add(name);
          }
        }
      }
    }
    names.sort(null);
    return names;
  }

  /**
   * Finds a model.
   *
   * @param reference {@code flowers-vgg16} for the newest version, {@code flowers-vgg16:3} for one
   * @throws ModelUnavailableException if there is none; the message says what there is
   * @throws IOException if the repository cannot be read
   */
  public PublishedModel find(String reference) throws IOException {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches() || !NAME.matcher(matcher.group(1)).matches()) {
      throw new ModelUnavailableException(
          "model: found \""
              + reference
              + "\", expected a name, or name:version as flowers-vgg16:3");
    }
    String name = matcher.group(1);
    List<PublishedModel> versions = versions(name);
    if (versions.isEmpty()) {
      List<String> others = names();
      throw new ModelUnavailableException(
          "model "
              + name
              + ": none was trained yet in "
              + root()
              + "; flowers train makes it"
              + (others.isEmpty() ? "" : ". There is: " + String.join(", ", others)));
    }
    if (matcher.group(2) == null) {
      return versions.get(0);
    }
    int version = Integer.parseInt(matcher.group(2));
    return versions.stream()
        .filter(model -> model.version() == version)
        .findFirst()
        .orElseThrow(
            () ->
                new ModelUnavailableException(
                    "model "
                        + reference
                        + ": there is no such version, only "
                        + versions.stream().map(PublishedModel::reference).toList()));
  }

  /** Refuses a name that would not do as a directory's and as DJL's artifact id. */
  public static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "model name: found \"" + name + "\", expected lower-case letters, digits, - and _");
    }
  }

  private int lastVersion(String name) throws IOException {
    int present = versions(name).stream().mapToInt(PublishedModel::version).max().orElse(0);
    return Math.max(present, MetadataJson.lastVersion(model(name).resolve(MetadataJson.FILE)));
  }

  /** Removes what killed runs left: with the home's lock held, nobody else is at work here. */
  private static void sweep(Path model) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            model, child -> PARTIAL.matcher(child.getFileName().toString()).matches())) {
      for (Path directory : left) {
        FileTree.delete(directory);
      }
    }
  }

  private Path model(String name) {
    return root().resolve(Descriptor.MODELS).resolve(name);
  }
}
