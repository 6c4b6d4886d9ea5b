package dev.flowers.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.repository.Metadata;
import ai.djl.util.JsonUtils;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.SplitParts;
import dev.flowers.evaluation.Evaluation;
import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.Provenance;
import dev.flowers.storage.MalformedFileException;
import dev.flowers.storage.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a published model that need no engine. */
class ModelFilesTest {
  private static final ModelProvenance PROVENANCE =
      new ModelProvenance(
          Instant.parse("2026-01-31T12:00:00.123Z"),
          "0.1",
          "0.36.0",
          "17",
          "/home/a/photos: NaN",
          "",
          new Provenance(
              HeadOptions.defaults(),
              new Split(90, 0, 10, 3),
              "trunk",
              "embeddings",
              8,
              0,
              List.of(
                  new EpochResult(
                      1, 0.5, 0.75, OptionalDouble.empty(), OptionalDouble.empty(), 0.1),
                  new EpochResult(2, 0.25, 1, OptionalDouble.empty(), OptionalDouble.empty(), 0.1)),
              2,
              SplitParts.byHash(),
              OptionalDouble.empty()),
          new ModelProvenance.TestFigures(12, OptionalDouble.of(0.75), OptionalDouble.of(0.5)),
          "",
          "",
          List.of());

  @TempDir Path directory;

  @Test
  void aProvenanceComesBackAndIsJson() throws IOException {
    Path file = directory.resolve(ProvenanceJson.FILE);
    ProvenanceJson.write(PROVENANCE, file);
    assertEquals(PROVENANCE, ProvenanceJson.read(file));
    String text = Files.readString(file);
    assertTrue(text.contains("\"validationLoss\": null"), text);
    assertTrue(text.contains("\"created\": \"2026-01-31T12:00:00.123Z\""), text);
  }

  @Test
  void aProvenanceWithNaNIsRead() throws IOException {
    Path file = directory.resolve(ProvenanceJson.FILE);
    ProvenanceJson.write(PROVENANCE, file);
    String earlier = Files.readString(file).replace(": null", ": NaN");
    assertTrue(earlier.contains("\"validationLoss\": NaN,"), earlier);
    Files.writeString(file, earlier);
    assertEquals(PROVENANCE, ProvenanceJson.read(file));
  }

  /** Earlier versions stored zeros. */
  @Test
  void figuresOfNoTestPhotoAreNullAndReadFromZerosToo() throws IOException {
    OptionalDouble none = OptionalDouble.empty();
    ModelProvenance untested =
        ModelProvenance.now(
            "a.tfrecord",
            "",
            PROVENANCE.head(),
            ModelProvenance.TestFigures.of(
                Evaluation.of(List.of("daisy", "roses"), new int[0], List.of())),
            "",
            "");
    assertEquals(new ModelProvenance.TestFigures(0, none, none), untested.test());
    Path file = directory.resolve(ProvenanceJson.FILE);
    ProvenanceJson.write(untested, file);
    String text = Files.readString(file);
    String figures = "\"accuracy\": null,\n    \"loss\": null";
    assertTrue(text.contains(figures), text);
    Files.writeString(file, text.replace(figures, "\"accuracy\": 0.0,\n    \"loss\": 0.0"));
    assertEquals(untested, ProvenanceJson.read(file));
  }

  @Test
  void figuresOfTestPhotosAreNotMissing() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ModelProvenance.TestFigures(3, OptionalDouble.of(0.5), OptionalDouble.empty()));
    assertEquals("found no accuracy or no loss of 3 test photos, expected both", e.getMessage());
  }

  @Test
  void anyDamageToAProvenanceIsRefusedNamingTheFile() throws IOException {
    Path file = directory.resolve(ProvenanceJson.FILE);
    ProvenanceJson.write(PROVENANCE, file);
    Mutations.check(file, "model.json", () -> ProvenanceJson.read(file));
  }

  @Test
  void djlReadsTheMetadata() throws IOException {
    Path version = Files.createDirectory(directory.resolve("3"));
    Files.writeString(version.resolve("head.json"), "{}");
    Path file = directory.resolve(MetadataJson.FILE);
    MetadataJson.write(file, "roses", List.of(new PublishedModel("roses", 3, version)), 5);
    Metadata metadata =
        JsonUtils.GSON.fromJson(Files.readString(file), Metadata.MatchAllMetadata.class);
    assertEquals("roses", metadata.getArtifactId());
    assertEquals("3", metadata.getArtifacts().get(0).getVersion());
    assertEquals(
        2,
        Objects.requireNonNull(metadata.getArtifacts().get(0).getFiles().get("head.json"))
            .getSize());
    assertEquals(5, MetadataJson.lastVersion(file));
  }

  @Test
  void theLastVersionIsZeroWhereNoneIsSaid() throws IOException {
    Path file = directory.resolve(MetadataJson.FILE);
    assertEquals(0, MetadataJson.lastVersion(file));
    Files.writeString(file, "{\"metadataVersion\": \"0.2\"}");
    assertEquals(0, MetadataJson.lastVersion(file));
  }

  @Test
  void anyDamageToTheMetadataIsRefusedNamingTheFileAndTheRemedy() throws IOException {
    Path version = Files.createDirectory(directory.resolve("3"));
    Path file = directory.resolve(MetadataJson.FILE);
    MetadataJson.write(file, "roses", List.of(new PublishedModel("roses", 3, version)), 5);
    Mutations.check(file, "metadata.json", () -> MetadataJson.lastVersion(file));
    for (int last : new int[] {-1, 999_999_999, Integer.MAX_VALUE}) {
      Files.writeString(file, "{\"lastVersion\": " + last + "}");
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> MetadataJson.lastVersion(file));
      assertTrue(
          String.valueOf(e.getMessage()).contains("found lastVersion " + last), e.getMessage());
      assertTrue(
          String.valueOf(e.getMessage()).endsWith("delete it: the next training makes it anew"));
    }
  }

  @Test
  void aSynsetThatIsNotUtf8IsNamed() throws IOException {
    PublishedModel model = new PublishedModel("roses", 1, directory);
    Path synset = Files.writeString(directory.resolve(PublishedModel.SYNSET), "Gänse\nrose\n");
    assertEquals(List.of("Gänse", "rose"), model.classes());
    assertFalse(Files.isSameFile(synset, directory));
    Mutations.check(synset, "synset.txt", model::classes);
  }
}
