package dev.flowers.cleanup;

import dev.flowers.head.TrainedHead;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which versions of a home's models stay, and what they need. */
final class KeptModels {
  final List<PublishedModel> kept = new ArrayList<>();
  final List<PublishedModel> others = new ArrayList<>();

  /** Fingerprints of trunks without which a kept version cannot predict. */
  final Set<String> trunks = new HashSet<>();

  /** The names of TFRecords on which a kept version is evaluated. */
  private final Set<String> embeddings = new HashSet<>();

  /** Folders of photos that a kept version's report shows. */
  final Set<Path> photos = new HashSet<>();

  /** Of each TFRecord that some version names, the folder of its photos. */
  final Map<Path, Path> folders = new HashMap<>();

  /** Kept versions that do not say what they need: nothing that they might is to go. */
  final List<String> damaged = new ArrayList<>();

  /**
   * Looks at all versions.
   *
   * @param keep how many versions of a model stay, its current one among them
   */
  static KeptModels of(ModelRepository repository, int keep) throws IOException {
    KeptModels models = new KeptModels();
    for (String name : repository.names()) {
      int left = name.equals(DemoFiles.MODEL) ? 0 : keep;
      for (PublishedModel version : currentFirst(repository, name)) {
        models.add(version, left-- > 0);
      }
    }
    // A current version cannot be removed before the others.
    Collections.reverse(models.others);
    return models;
  }

  /**
   * The current version, the one that a rollback returns to, then the others from the newest on.
   */
  private static Set<PublishedModel> currentFirst(ModelRepository repository, String name)
      throws IOException {
    Set<PublishedModel> versions = new LinkedHashSet<>();
    versions.add(repository.current(name));
    repository.previous(name).ifPresent(versions::add);
    versions.addAll(repository.versions(name));
    return versions;
  }

  private void add(PublishedModel version, boolean keep) {
    (keep ? kept : others).add(version);
    try {
      ModelProvenance provenance = version.provenance();
      String trunk = TrainedHead.open(version.directory()).provenance().trunk();
      Path tfrecord = absolute(Path.of(provenance.embeddings()));
      if (!provenance.photos().isEmpty()) {
        folders.put(tfrecord, absolute(Path.of(provenance.photos())));
      }
      if (keep) {
        embeddings.add(String.valueOf(tfrecord.getFileName()));
        if (!trunk.isEmpty()) {
          trunks.add(Precision.fingerprint(trunk));
        }
        if (!provenance.photos().isEmpty()) {
          photos.add(absolute(Path.of(provenance.photos())));
        }
      }
    } catch (IOException e) {
      if (keep) {
        damaged.add(version.reference());
      }
    }
  }

  /** Whether a report is of a kept version, by its directory's name. */
  boolean hasReport(String directory) {
    return kept.stream()
        .map(version -> version.name() + "-" + version.version())
        .anyMatch(name -> directory.equals(name) || directory.startsWith(name + "-"));
  }

  /** Whether a TFRecord is needed, by its name alone: the home may have been moved. */
  boolean needs(Path tfrecord) {
    return embeddings.contains(String.valueOf(tfrecord.getFileName()));
  }

  static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
