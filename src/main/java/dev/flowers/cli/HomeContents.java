package dev.flowers.cli;

import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.storage.Quantity;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks a home's content: disk space, trunks, photos, embeddings, models.
 *
 * @param findings what was found
 * @param trunks the trunks that are whole
 */
record HomeContents(List<Finding> findings, List<Trunk> trunks) {
  /** Photos as an archive and unpacked, weights, trunk. */
  private static final long FOR_ALL = 2_000_000_000;

  /** Embeddings of ten thousand photos. */
  private static final long FOR_MORE = 200_000_000;

  HomeContents {
    findings = List.copyOf(findings);
    trunks = List.copyOf(trunks);
  }

  static HomeContents of(Home home) {
    List<Finding> findings = new ArrayList<>();
    List<Trunk> trunks = new ArrayList<>();
    try {
      trunks(home, findings, trunks);
      findings.add(0, disk(home.root(), trunks.isEmpty() ? FOR_ALL : FOR_MORE));
      findings.add(list("photos", home.photos(), "flowers download or train --photos DIR"));
      findings.add(list("embeddings", home.embeddings(), "flowers embed makes them"));
      models(home, findings, trunks);
    } catch (IOException e) {
      findings.add(Finding.fail("home", home.root() + ": cannot be read: " + e));
    }
    return new HomeContents(findings, trunks);
  }

  /** Whether it can be written, tried in the nearest directory that is there. */
  private static Finding disk(Path root, long needed) {
    Path directory = root;
    while (!Files.exists(directory) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    String there = directory.equals(root) ? "" : ", will be made in " + directory;
    try {
      Files.delete(Files.createTempFile(directory, ".flowers-doctor", ""));
      long free = Files.getFileStore(directory).getUsableSpace();
      String text = root + there + ", " + Machine.gigabytes(free) + " free";
      return free < needed
          ? Finding.warn(
              "home",
              text
                  + ", expected "
                  + Machine.gigabytes(needed)
                  + ": free some, or choose another disk with --home")
          : Finding.ok("home", text);
    } catch (IOException e) {
      return Finding.fail(
          "home",
          root
              + ": cannot be written ("
              + e
              + "): change its permissions, or choose another directory with --home");
    }
  }

  private static void trunks(Home home, List<Finding> findings, List<Trunk> trunks)
      throws IOException {
    for (Path child : children(home.trunk())) {
      if (child.getFileName().toString().matches("[0-9a-f]{16}")) {
        try {
          Trunk trunk = TrunkStore.read(child);
          trunks.add(trunk);
          findings.add(
              Finding.ok(
                  "trunk",
                  String.format(
                      Locale.ROOT,
                      "%s, embeddings of %s, from %s",
                      child.getFileName(),
                      Quantity.of(trunk.width(), "number"),
                      sources(trunk))));
        } catch (IOException e) {
          findings.add(Finding.fail("trunk", String.valueOf(e.getMessage())));
        }
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok("trunk", "none yet; flowers convert makes it"));
    }
  }

  private static String sources(Trunk trunk) {
    return trunk.sources().stream()
        .map(TrunkSource::name)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Finding list(String subject, Path directory, String how) throws IOException {
    List<String> names =
        children(directory).stream()
            .map(child -> child.getFileName().toString())
            .filter(name -> subject.equals("photos") || name.endsWith(".tfrecord"))
            .toList();
    return Finding.ok(subject, names.isEmpty() ? "none yet; " + how : String.join(", ", names));
  }

  private static void models(Home home, List<Finding> findings, List<Trunk> trunks)
      throws IOException {
    ModelRepository repository = new ModelRepository(home);
    List<String> names = repository.names();
    for (String name : names) {
      for (PublishedModel model : repository.versions(name)) {
        findings.add(model(model, trunks));
      }
      try {
        repository.current(name);
      } catch (IOException e) {
        findings.add(Finding.fail("model", name + ": " + e.getMessage()));
      }
    }
    if (names.isEmpty()) {
      findings.add(Finding.ok("models", "none yet; flowers train makes one"));
    }
  }

  private static Finding model(PublishedModel model, List<Trunk> trunks) {
    try {
      model.provenance(); // that it can be read
      String trunk = TrainedHead.open(model.directory()).provenance().trunk();
      String text = model.reference() + ", " + Quantity.of(model.classes().size(), "class");
      if (trunk.isEmpty()) {
        return Finding.ok("model", text + ", of a TFRecord without photos: cannot predict");
      }
      return trunks.stream()
              .anyMatch(converted -> converted.fingerprint().equals(Precision.fingerprint(trunk)))
          ? Finding.ok("model", text)
          : Finding.warn(
              "model",
              text
                  + ": its trunk "
                  + trunk
                  + " is not in the home; flowers convert --trunk FILE makes it, of the file"
                  + " that the model was trained with");
    } catch (IOException e) {
      return Finding.fail(
          "model",
          model.reference()
              + " is damaged ("
              + e.getMessage()
              + "): flowers models remove "
              + model.reference()
              + " (if it is the current one, after flowers models rollback), and train again");
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }
}
