package dev.flowers.zoo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code metadata.json} by which DJL knows a model and its versions. */
final class MetadataJson {
  static final String FILE = "metadata.json";

  /** Ours, not DJL's, which passes over what it does not know. */
  private static final String LAST_VERSION = "lastVersion";

  private MetadataJson() {}

  /**
   * The highest version that there ever was, as far as the file knows: 0 if there is none, or one
   * that does not say.
   *
   * @throws IOException if it is no JSON object; the message names it
   */
  static int lastVersion(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      JsonObject metadata = new Gson().fromJson(Files.readString(file, UTF_8), JsonObject.class);
      return metadata != null && metadata.has(LAST_VERSION)
          ? metadata.get(LAST_VERSION).getAsInt()
          : 0;
    } catch (JsonParseException
        | NumberFormatException
        | IllegalStateException
        | UnsupportedOperationException e) {
      throw malformed(file, e);
    }
  }

  private static IOException malformed(Path file, RuntimeException cause) {
    return new IOException(
        file
            + ": found no list of versions ("
            + cause.getMessage()
            + "), expected DJL's metadata; delete it: the next training makes it anew",
        cause);
  }

  /**
   * Replaces the file.
   *
   * @param newestFirst DJL takes the first that fits
   * @param lastVersion the highest version that there ever was
   */
  static void write(Path file, String name, List<PublishedModel> newestFirst, int lastVersion)
      throws IOException {
    List<Map<String, Object>> artifacts = new ArrayList<>();
    for (PublishedModel model : newestFirst) {
      artifacts.add(artifact(model));
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("metadataVersion", "0.2");
    metadata.put("resourceType", "model");
    metadata.put("application", "cv/image_classification");
    metadata.put("groupId", "dev.flowers");
    metadata.put("artifactId", name);
    metadata.put("name", name);
    metadata.put("description", "A dense head on VGG16's relu6, trained by flowers-vgg16");
    metadata.put(LAST_VERSION, lastVersion);
    metadata.put("artifacts", artifacts);
    String json = new GsonBuilder().setPrettyPrinting().create().toJson(metadata);
    Path partial = file.resolveSibling(FILE + ".partial");
    Files.writeString(partial, json + "\n", UTF_8);
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Map<String, Object> artifact(PublishedModel model) throws IOException {
    Map<String, Object> files = new LinkedHashMap<>();
    List<Path> paths;
    try (var children = Files.list(model.directory())) {
      paths = children.sorted().toList();
    }
    for (Path path : paths) {
      String fileName = path.getFileName().toString();
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("uri", model.version() + "/" + fileName);
      item.put("size", Files.size(path));
      files.put(fileName, item);
    }
    Map<String, Object> artifact = new LinkedHashMap<>();
    artifact.put("version", Integer.toString(model.version()));
    artifact.put("name", model.name());
    artifact.put("files", files);
    return artifact;
  }
}
