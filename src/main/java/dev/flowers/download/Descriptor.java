package dev.flowers.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.repository.Artifact;
import ai.djl.repository.Metadata;
import ai.djl.util.JsonUtils;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The description of a model or a set of photos in DJL's repositories {@code zoo/} and {@code
 * datasets/}: the one place for addresses, sizes and checksums. They are packed into the jar.
 *
 * @param json the {@code metadata.json}, in DJL's format
 */
public record Descriptor(String json) {
  /** DJL's group id of all models and photo sets here. */
  public static final String GROUP_ID = "dev.flowers";

  /**
   * Where the models of this group are in a DJL repository, a directory each, for its kind of
   * resource, application and group.
   */
  public static final String MODELS = "model/cv/image_classification/dev/flowers";

  private static final String DATASETS = "dataset/cv/image_classification/dev/flowers";

  /** Properties of an artifact that DJL has no field for: the checksum of its only file. */
  private static final String SHA256 = "sha256";

  private static final String MD5 = "md5";

  /**
   * A model's descriptor.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Descriptor model(String artifactId) {
    return read("models/" + MODELS, artifactId);
  }

  /**
   * A photo set's descriptor.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Descriptor dataset(String artifactId) {
    return read("datasets/" + DATASETS, artifactId);
  }

  private static Descriptor read(String directory, String artifactId) {
    String resource = "/dev/flowers/" + directory + "/" + artifactId + "/metadata.json";
    try (InputStream in = Descriptor.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is not in this jar");
      }
      return new Descriptor(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where the files of all artifacts are to be had, in the order of the artifacts, with their sizes
   * and checksums where they are known. Artifacts beyond the first have the same content in another
   * form.
   */
  List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (Artifact artifact : JsonUtils.GSON.fromJson(json, Metadata.class).getArtifacts()) {
      Map<String, String> properties =
          Objects.requireNonNullElse(artifact.getProperties(), Map.of());
      for (Artifact.Item item : artifact.getFiles().values()) {
        sources.add(
            new Source(
                URI.create(item.getUri()),
                item.getSize() > 0 ? OptionalLong.of(item.getSize()) : OptionalLong.empty(),
                Optional.ofNullable(properties.get(SHA256)),
                Optional.ofNullable(properties.get(MD5))));
      }
    }
    return sources;
  }
}
