package dev.flowers.cleanup;

import dev.flowers.cleanup.Leftover.Kind;
import dev.flowers.download.Descriptor;
import dev.flowers.embedding.EmbeddingCache;
import dev.flowers.embedding.EmbeddingsInfo;
import dev.flowers.storage.DirectoryUse;
import dev.flowers.storage.FileTree;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.StandIn;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One search of a home for what can go. */
final class LeftoverSearch {
  static final String IN_USE = "a process has it open";

  private static final int NAME_LENGTH = 16;
  private static final String TFRECORD = ".tfrecord";

  private final Home home;
  private final KeptModels models;
  private final List<Leftover> leftovers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  LeftoverSearch(Home home, KeptModels models) {
    this.home = home;
    this.models = models;
  }

  HomeCleaning.Found find() throws IOException {
    versions();
    reports();
    if (models.damaged.isEmpty()) {
      List<Trunk> trunks = trunks();
      embeddings(trunks);
    } else {
      notes.add(
          String.join(", ", models.damaged)
              + ": damaged, so that nobody knows what it needs: trunks and embeddings stay until it"
              + " is removed");
    }
    demo();
    for (UnfinishedFiles.Unfinished unfinished : new UnfinishedFiles(directories()).find()) {
      add(Kind.PARTIAL, unfinished.files(), unfinished.reason(), unfinished.use());
    }
    return new HomeCleaning.Found(leftovers, notes);
  }

  private void versions() throws IOException {
    for (PublishedModel version : models.others) {
      boolean demo = version.name().equals(DemoFiles.MODEL);
      try {
        leftovers.add(
            new Leftover(
                Kind.VERSION,
                version.reference(),
                List.of(version.directory()),
                version.bytes(),
                demo ? "the demo's" : "an old version",
                ""));
      } catch (NoSuchFileException gone) {
        // Removed meanwhile.
      }
    }
  }

  private void reports() throws IOException {
    for (Path directory : children(home.reports())) {
      String name = directory.getFileName().toString();
      if (name.matches("[a-z0-9].*-[0-9]+(-.*)?")
          && Files.isRegularFile(directory.resolve("index.html"))
          && !models.hasReport(name)) {
        add(Kind.REPORT, List.of(directory), "its version is gone, or goes", "");
      }
    }
  }

  /** Returns the trunks that stay. */
  private List<Trunk> trunks() throws IOException {
    List<Trunk> trunks = new TrunkStore(home.trunk()).list();
    Optional<Trunk> latest = trunks.stream().filter(trunk -> !isStandIn(trunk)).findFirst();
    List<Trunk> staying =
        trunks.stream()
            .filter(
                trunk ->
                    models.trunks.contains(trunk.fingerprint())
                        || latest.map(trunk::equals).orElse(false))
            .toList();
    List<String> names =
        Stream.concat(staying.stream().map(Trunk::fingerprint), models.trunks.stream())
            .map(fingerprint -> fingerprint.substring(0, NAME_LENGTH))
            .toList();
    for (Path directory : children(home.trunk())) {
      String name = directory.getFileName().toString();
      if (name.matches("[0-9a-f]{" + NAME_LENGTH + "}") && !names.contains(name)) {
        String from =
            trunks.stream()
                .filter(trunk -> trunk.fingerprint().startsWith(name))
                .map(trunk -> " (" + trunk.described() + ")")
                .findFirst()
                .orElse(" (damaged)");
        add(Kind.TRUNK, List.of(directory), "no model that stays needs it" + from, use(directory));
      }
    }
    return staying;
  }

  private static boolean isStandIn(Trunk trunk) {
    return trunk.sources().stream().allMatch(source -> source.name().equals(StandIn.FILE_NAME));
  }

  private static String use(Path directory) {
    Optional<DirectoryUse> alone = DirectoryUse.tryAlone(directory);
    alone.ifPresent(DirectoryUse::close);
    return alone.isPresent() ? "" : IN_USE;
  }

  private void embeddings(List<Trunk> trunks) throws IOException {
    Map<String, Path> known = new TreeMap<>();
    for (Path folder : children(home.photos())) {
      known.put(EmbeddingCache.prefix(folder), folder);
    }
    known.put(EmbeddingCache.prefix(demoPhotos()), demoPhotos());
    for (Path tfrecord : children(home.embeddings())) {
      String name = tfrecord.getFileName().toString();
      if (name.endsWith(TFRECORD) && !models.needs(tfrecord)) {
        String reason = unneeded(tfrecord, known, trunks);
        if (!reason.isEmpty()) {
          List<Path> files = new ArrayList<>(List.of(tfrecord));
          for (Path sibling : children(home.embeddings())) {
            String of = sibling.getFileName().toString();
            if (of.startsWith(name + ".") && !of.contains(".partial")) {
              files.add(sibling);
            }
          }
          add(Kind.EMBEDDINGS, files, reason, "");
        }
      }
    }
  }

  /** Why nothing needs a TFRecord; empty if something may. */
  private String unneeded(Path tfrecord, Map<String, Path> known, List<Trunk> trunks) {
    EmbeddingsInfo info;
    try {
      info = EmbeddingsInfo.read(EmbeddingsInfo.beside(tfrecord));
    } catch (IOException e) {
      return ""; // somebody else's, perhaps
    }
    Optional<Path> folder = folder(tfrecord, info, known);
    if (folder.isPresent() && folder.get().equals(demoPhotos()) && demoGoes()) {
      return "the demo's";
    }
    if (folder.isPresent() && !Files.exists(folder.get())) {
      return "its photos are gone: " + folder.get();
    }
    String trunk = Precision.fingerprint(info.trunk());
    return trunk.isEmpty()
            || models.trunks.contains(trunk) // though it is not in the home now
            || trunks.stream().anyMatch(stays -> stays.fingerprint().equals(trunk))
        ? ""
        : "no model that stays has its trunk";
  }

  private Optional<Path> folder(Path tfrecord, EmbeddingsInfo info, Map<String, Path> known) {
    if (!info.photos().isEmpty()) {
      return Optional.of(Path.of(info.photos()));
    }
    Path named = models.folders.get(KeptModels.absolute(tfrecord));
    return named != null
        ? Optional.of(named)
        : known.entrySet().stream()
            .filter(of -> tfrecord.getFileName().toString().startsWith(of.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
  }

  private Path demoPhotos() {
    return KeptModels.absolute(home.photos().resolve(DemoFiles.PHOTOS));
  }

  private boolean demoGoes() {
    return models.photos.stream().noneMatch(demoPhotos()::equals);
  }

  private void demo() throws IOException {
    if (Files.isDirectory(demoPhotos()) && demoGoes()) {
      add(Kind.DEMO, List.of(demoPhotos()), "the demo's photos, which it paints again", "");
    }
    Path weights = home.weights().resolve(StandIn.FILE_NAME);
    if (Files.exists(weights)) {
      add(Kind.DEMO, List.of(weights), "the demo's weights, which it writes again", "");
    }
  }

  /** Where runs write. */
  private List<Path> directories() throws IOException {
    List<Path> directories =
        new ArrayList<>(
            List.of(
                home.root(),
                home.photos(),
                home.weights(),
                home.trunk(),
                home.embeddings(),
                home.reports()));
    directories.addAll(
        children(home.zoo().resolve(Descriptor.MODELS)).stream()
            .filter(Files::isDirectory)
            .toList());
    return directories;
  }

  private void add(Kind kind, List<Path> paths, String reason, String use) throws IOException {
    long bytes = 0;
    for (Path path : paths) {
      bytes += FileTree.size(path);
    }
    String name =
        KeptModels.absolute(home.root()).relativize(KeptModels.absolute(paths.get(0))).toString();
    leftovers.add(new Leftover(kind, name, paths, bytes, reason, use));
  }

  static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }
}
