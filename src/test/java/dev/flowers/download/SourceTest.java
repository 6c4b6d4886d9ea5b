package dev.flowers.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.Repository;
import ai.djl.util.JsonUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceTest {
  private static final String HEX = "AB".repeat(32);

  private static void assertRefused(String part, String address, long size, String sha256) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Source.of(URI.create(address), size, sha256));
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(address), e.getMessage());
  }

  @Test
  void whatCannotBeFetchedIsRefused() {
    assertRefused("begins with http", "ftp://flowers.invalid/a", 1, HEX);
    assertRefused("begins with http", "photos/a.jpg", 1, HEX);
    assertRefused("names no host", "http:///a", 1, HEX);
    assertRefused("no path of this machine", "file://elsewhere/a", 1, HEX);
    assertRefused("size -1", "http://flowers.invalid/a", -1, HEX);
    assertRefused("64 hexadecimal digits", "http://flowers.invalid/a", 1, "abc");
  }

  @Test
  void aMirrorHasTheSameSizeAndChecksum() {
    Source source = Source.of(URI.create("http://flowers.invalid/a"), 7, HEX);
    Source mirror = source.at("https://mirror.invalid/b");
    assertEquals(URI.create("https://mirror.invalid/b"), mirror.address());
    assertEquals(OptionalLong.of(7), mirror.size());
    assertEquals(Optional.of("ab".repeat(32)), mirror.sha256());
    assertEquals(Path.of("my file.tgz").toAbsolutePath(), source.at("my file.tgz").path());
    assertThrows(IllegalArgumentException.class, () -> source.at("ftp://mirror.invalid/b"));
  }

  @Test
  void optionsAreChecked() {
    Duration second = Duration.ofSeconds(1);
    for (DownloadOptionsMaker wrong :
        List.<DownloadOptionsMaker>of(
            () -> new DownloadOptions(Duration.ZERO, second, 1, second, second),
            () -> new DownloadOptions(second, Duration.ofDays(2), 1, second, second),
            () -> new DownloadOptions(second, second, -1, second, second),
            () -> new DownloadOptions(second, second, 1, second, Duration.ZERO),
            () -> new DownloadOptions(second, second, 1, second.negated(), second))) {
      assertThrows(IllegalArgumentException.class, wrong::make);
    }
  }

  private interface DownloadOptionsMaker {
    DownloadOptions make();
  }

  @Test
  void aFileIsCalledAsInItsAddress() {
    assertEquals("vgg16.npy", PublicFiles.vgg16Weights().fileName());
    assertEquals("flower_photos.tgz", PublicFiles.flowerPhotos().fileName());
    assertEquals("b c", Source.of(URI.create("http://flowers.invalid/a/b%20c?d=e/f")).fileName());
  }

  @Test
  void descriptorsSayWhatTheirPathsSay() throws IOException {
    for (String kind : List.of("model", "dataset")) {
      Path root = Path.of(kind.equals("model") ? "zoo" : "datasets");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Metadata metadata =
              JsonUtils.GSON.fromJson(Files.readString(file, UTF_8), Metadata.class);
          assertEquals(Descriptor.GROUP_ID, metadata.getGroupId());
          Path expected =
              root.resolve(metadata.getResourceType())
                  .resolve(metadata.getApplication().getPath())
                  .resolve(metadata.getGroupId().replace('.', '/'))
                  .resolve(metadata.getArtifactId())
                  .resolve("metadata.json");
          assertEquals(expected, file);
          Descriptor packed =
              kind.equals("model")
                  ? Descriptor.model(metadata.getArtifactId())
                  : Descriptor.dataset(metadata.getArtifactId());
          assertEquals(Files.readString(file, UTF_8), packed.json());
        }
      }
    }
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> Descriptor.model("unheard-of"));
    assertTrue(String.valueOf(e.getMessage()).contains("unheard-of/metadata.json"), e.toString());
  }

  @Test
  void djlReadsTheSameFromTheDescriptor() throws IOException {
    Repository repository = Repository.newInstance("datasets", Path.of("datasets"));
    List<MRL> resources = repository.getResources();
    assertEquals(1, resources.size());
    MRL photos =
        repository.dataset(
            Application.CV.IMAGE_CLASSIFICATION, "dev.flowers", "flower_photos", "1.0.0");
    assertEquals(photos.toURI(), resources.get(0).toURI());
    Artifact artifact = repository.resolve(photos, Map.of());
    Artifact.Item item = Objects.requireNonNull(artifact.getFiles().get("photos"));
    Source source = PublicFiles.flowerPhotos();
    assertEquals(source.address().toString(), item.getUri());
    assertEquals(source.size(), OptionalLong.of(item.getSize()));
    assertEquals(source.sha256(), Optional.ofNullable(artifact.getProperties().get("sha256")));
    Map<?, ?> counts = (Map<?, ?>) Objects.requireNonNull(artifact.getArguments().get("photos"));
    assertEquals(3670, counts.values().stream().mapToInt(n -> ((Number) n).intValue()).sum());
  }
}
