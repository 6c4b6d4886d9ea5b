package dev.flowers.zoo;

import dev.flowers.download.Descriptor;
import dev.flowers.evaluation.PairedComparison;
import dev.flowers.head.SeenPhotos;
import dev.flowers.head.TrainedHead;
import dev.flowers.novelty.NoveltyDetector;
import dev.flowers.storage.AtomicDirectory;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published models of a home: a DJL repository on disk, {@code
 * model/cv/image_classification/dev/flowers/<name>/<version>/}, with a {@code metadata.json} beside
 * the versions that lists the current one first, then the newest.
 *
 * <p>One version of a model is its <em>current</em> one: what a name without a version stands for.
 * The first version of a name is current from the beginning; another one becomes current when it is
 * promoted, and a rollback returns to the one before. {@code promotions.json} beside the versions
 * keeps what was decided when and why. A home of before has no such file: there the newest version
 * is the current one, until something is published or promoted.
 *
 * <p>A version never changes once it is there. Publishing, promoting and removing take the home's
 * lock; reading may go on meanwhile.
 *
 * @param home where the models are; the repository is its directory {@code zoo}, made by the first
 *     model
 */
public record ModelRepository(Home home) {
  /** The name under which a training publishes if nothing else is said. */
  public static final String DEFAULT_NAME = "flowers-vgg16";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final Pattern REFERENCE = Pattern.compile("([^:]+)(?::([1-9][0-9]{0,8}))?");

  /**
   * Publishes a head as the next version of a model. It becomes the current one only if no other
   * version is there; see {@link #promote}.
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
    return publish(name, head, novelty, Optional.empty(), provenance);
  }

  /**
   * The same with a list of the photos that the head was fitted to, which a comparison with another
   * version leaves out.
   *
   * @param seen the list; without it the split's parts tell, which knows less where labels change
   */
  public PublishedModel publish(
      String name,
      TrainedHead head,
      Optional<NoveltyDetector> novelty,
      Optional<SeenPhotos.Listed> seen,
      ModelProvenance provenance)
      throws IOException {
    checkName(name);
    try (HomeLock lock = HomeLock.take(home)) {
      ModelDirectory model = model(name);
      Files.createDirectories(model.path());
      model.sweep();
      int version = model.lastVersion() + 1;
      boolean first = model.versions().isEmpty();
      model.keepCurrent();
      PublishedModel published =
          new PublishedModel(name, version, model.path().resolve(Integer.toString(version)));
      write(published, head, novelty, seen, provenance);
      if (first) {
        model.first(published);
      }
      model.list(model.versions(), version);
      return published;
    }
  }

  private void write(
      PublishedModel published,
      TrainedHead head,
      Optional<NoveltyDetector> novelty,
      Optional<SeenPhotos.Listed> seen,
      ModelProvenance provenance)
      throws IOException {
    try (AtomicDirectory directory = AtomicDirectory.at(published.directory(), Set.of())) {
      Path partial = directory.partial();
      head.save(partial);
      if (novelty.isPresent()) {
        novelty.get().save(partial);
      }
      if (seen.isPresent()) {
        seen.get().save(partial);
      }
      AtomicFile.write(
          partial.resolve(PublishedModel.SYNSET), String.join("\n", head.classes()) + "\n");
      ProvenanceJson.write(provenance, partial.resolve(ProvenanceJson.FILE));
      ModelCard.of(
              published,
              head,
              provenance,
              WeightsLicence.of(home, head),
              novelty.isPresent() ? ModelCard.Use.HOME_WITH_NOVELTY : ModelCard.Use.HOME)
          .write(partial);
      directory.complete();
    }
  }

  /**
   * Makes a version the current one: what a name without a version stands for from now on, also in
   * programs and servers that follow the model.
   *
   * @param by who decides: a training or a person
   * @param reason why, in a sentence
   * @param comparison with the version that is current, if there is one
   * @throws ModelUnavailableException if there is no such version
   * @throws IOException if it cannot be written; the current version stays as it was
   */
  public Promotion promote(
      PublishedModel model, Promotion.By by, String reason, Optional<PairedComparison> comparison)
      throws IOException {
    return decided(model, by, true, reason, comparison);
  }

  /**
   * Keeps why a version did not become the current one.
   *
   * @param by as in {@link #promote}
   * @param reason as in {@link #promote}
   * @param comparison as in {@link #promote}
   * @throws ModelUnavailableException if there is no such version
   * @throws IOException if it cannot be written
   */
  public Promotion decline(
      PublishedModel model, Promotion.By by, String reason, Optional<PairedComparison> comparison)
      throws IOException {
    return decided(model, by, false, reason, comparison);
  }

  private Promotion decided(
      PublishedModel model,
      Promotion.By by,
      boolean promoted,
      String reason,
      Optional<PairedComparison> comparison)
      throws IOException {
    find(model.reference()); // before the lock, which would make a home that is not there
    try (HomeLock lock = HomeLock.take(home)) {
      PublishedModel found = find(model.reference());
      return model(model.name()).decide(found, by, promoted, reason, comparison);
    }
  }

  /**
   * Returns to the version that was current before the current one was promoted. Called again, it
   * goes back further. Versions that were removed are passed over.
   *
   * @return what was decided; {@link Promotion#version} is current now
   * @throws ModelUnavailableException if there is no such model
   * @throws InvalidInputException if no version that is there was current before
   * @throws IOException if it cannot be read or written
   */
  public Promotion rollback(String name) throws IOException {
    current(name); // before the lock, which would make a home that is not there
    try (HomeLock lock = HomeLock.take(home)) {
      PublishedModel current = current(name);
      PublishedModel before =
          model(name)
              .before()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "model "
                              + name
                              + ": found no version that was current before "
                              + current.reference()
                              + ", expected one to go back to; flowers models promote NAME:VERSION"
                              + " makes another one current"));
      String reason = "back from " + current.reference();
      return model(name).decide(before, Promotion.By.ROLLBACK, true, reason, Optional.empty());
    }
  }

  /**
   * What was promoted when, by whom and why, and what was not; in the order of time. None in a home
   * of before.
   *
   * @throws IOException if the file is damaged; the message names it
   */
  public List<Promotion> history(String name) throws IOException {
    return model(name).history().promotions();
  }

  /**
   * The current version of a model.
   *
   * @throws ModelUnavailableException if there is none; the message says what there is
   * @throws IOException if the repository cannot be read
   */
  public PublishedModel current(String name) throws IOException {
    return find(name);
  }

  /**
   * The version that {@link #rollback} would return to; none if no version that is there was
   * current before the current one.
   */
  public Optional<PublishedModel> previous(String name) throws IOException {
    return model(name).before();
  }

  /**
   * Removes a version. Its number is never given again: DJL keeps copies of what it loaded from a
   * repository under the version's number, and would take a new version for the old one. Who has
   * loaded the model keeps it; who looks meanwhile finds it whole or not at all.
   *
   * @return how many bytes were freed
   * @throws InvalidInputException if it is the current version and there are others: which of them
   *     is to take its place must be said first, by {@link #promote} or {@link #rollback}
   * @throws ModelUnavailableException if there is no such version any more
   * @throws IOException if it cannot be removed
   */
  public long remove(PublishedModel published) throws IOException {
    find(published.reference()); // before the lock, which would make a home that is not there
    try (HomeLock lock = HomeLock.take(home)) {
      return model(published.name()).remove(find(published.reference()));
    }
  }

  /** The repository's directory. */
  public Path root() {
    return home.zoo();
  }

  /** The versions of a model, newest first; none if it was never trained. */
  public List<PublishedModel> versions(String name) throws IOException {
    return model(name).versions();
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
   * @param reference {@code flowers-vgg16} for the current version, {@code flowers-vgg16:3} for one
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
      return model(name).current().orElse(versions.get(0));
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

  private ModelDirectory model(String name) {
    return new ModelDirectory(name, root().resolve(Descriptor.MODELS).resolve(name));
  }
}
