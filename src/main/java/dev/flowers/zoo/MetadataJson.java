package dev.flowers.zoo;

import dev.flowers.download.Descriptor;
import dev.flowers.storage.JsonFormat;
import dev.flowers.storage.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code metadata.json} by which DJL knows a model and its versions. */
final class MetadataJson {
  static final String FILE = "metadata.json";

  /**
   * DJL's object.
   *
   * @param lastVersion ours, not DJL's, which passes over what it does not know: the highest
   *     version that there ever was
   */
  private record Metadata(
      String metadataVersion,
      String resourceType,
      String application,
      String groupId,
      String artifactId,
      String name,
      String description,
      int lastVersion,
      List<Artifact> artifacts) {}

  private record Artifact(String version, String name, Map<String, Item> files) {}

  private record Item(String uri, long size) {}

  /** What is taken from the descriptor. */
  private record Common(
      String metadataVersion,
      String resourceType,
      String application,
      String groupId,
      String description) {}

  /** What is read back of it: the rest follows from the directories. */
  private record LastVersion(@JsonFormat.Default("0") int lastVersion) {}

  /** So that the next version, too, has nine digits at most. */
  private static final int MOST_VERSIONS = 999_999_998;

  private static final JsonFormat<Metadata> JSON = JsonFormat.unnumbered(Metadata.class);
  private static final JsonFormat<Common> COMMON = JsonFormat.unnumbered(Common.class);
  private static final JsonFormat<LastVersion> LAST_VERSION =
      JsonFormat.unnumbered(LastVersion.class);

  private MetadataJson() {}

  /**
   * The highest version that there ever was, as far as the file knows: 0 if there is none, or one
   * that does not say.
   *
   * @throws IOException if it is no such JSON object; the message names it
   */
  static int lastVersion(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    int last;
    try {
      last = LAST_VERSION.read(file).lastVersion();
    } catch (MalformedFileException e) {
      throw malformed(file, String.valueOf(e.getReason()));
    }
    if (last < 0 || last > MOST_VERSIONS) {
      throw malformed(file, "found lastVersion " + last + ", expected 0 to " + MOST_VERSIONS);
    }
    return last;
  }

  private static MalformedFileException malformed(Path file, String problem) {
    return new MalformedFileException(
        file, problem + "; delete it: the next training makes it anew");
  }

  /**
   * Replaces the file.
   *
   * @param currentFirst DJL takes the first that fits
   * @param lastVersion the highest version that there ever was
   */
  static void write(Path file, String name, List<PublishedModel> currentFirst, int lastVersion)
      throws IOException {
    // What all models have in common stands in the descriptor of the default one.
    String descriptor = Descriptor.model(ModelRepository.DEFAULT_NAME).json();
    Common common = COMMON.parse(Path.of("zoo", FILE), descriptor);
    List<Artifact> artifacts = new ArrayList<>();
    for (PublishedModel model : currentFirst) {
      artifacts.add(artifact(model));
    }
    JSON.write(
        file,
        new Metadata(
            common.metadataVersion(),
            common.resourceType(),
            common.application(),
            common.groupId(),
            name,
            name,
            common.description(),
            lastVersion,
            artifacts));
  }

  private static Artifact artifact(PublishedModel model) throws IOException {
    Map<String, Item> files = new LinkedHashMap<>();
    List<Path> paths;
    try (var children = Files.list(model.directory())) {
      paths = children.sorted().toList();
    }
    for (Path path : paths) {
      String fileName = path.getFileName().toString();
      files.put(fileName, new Item(model.version() + "/" + fileName, Files.size(path)));
    }
    return new Artifact(Integer.toString(model.version()), model.name(), files);
  }
}
