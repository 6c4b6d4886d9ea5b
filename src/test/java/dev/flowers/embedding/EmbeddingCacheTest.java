package dev.flowers.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.SmallTrunk;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.vgg.VggTrunk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The names of the files of embeddings. */
class EmbeddingCacheTest {
  @TempDir Path home;
  private Trunk trunk;

  @BeforeEach
  void convert() throws IOException {
    trunk = SmallTrunk.convertedIn(home);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theNameHasTheHashOfTheFoldersPlace() {
    Path folder = Path.of("/photos/my flowers");
    CRC32 place = new CRC32();
    place.update("/photos/my flowers".getBytes(UTF_8));
    assertEquals(
        String.format(
            Locale.ROOT,
            "my flowers-%08x-%s.tfrecord",
            place.getValue(),
            trunk.fingerprint().substring(0, 8)),
        name(folder));
  }

  /** As each name with an umlaut is in a JVM whose encoding for file names is ASCII. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void foldersWhoseNamesAreNoTextKeepFilesOfTheirOwn() {
    String first = name(Path.of(URI.create("file:///photos/na%FFve+")));
    String second = name(Path.of(URI.create("file:///photos/na%FEve+")));
    assertNotEquals(first, second);
    assertTrue(first.startsWith("na_ve+-"), first);
    CRC32 place = new CRC32();
    place.update("/photos/na\u00FFve+".getBytes(ISO_8859_1));
    assertTrue(
        first.contains(String.format(Locale.ROOT, "-%08x-", place.getValue())),
        first + ": the hash is that of the name's bytes");
  }

  /** A cache of one precision is never continued in the other. */
  @Test
  void eachPrecisionHasAFileOfItsOwn() {
    String float32 = name(Path.of("photos"));
    trunk =
        new VggTrunk(
            trunk.directory(),
            ((VggTrunk) trunk).layers(),
            trunk.fingerprint(),
            trunk.sources(),
            Precision.BFLOAT16);
    assertEquals(float32.replace(".tfrecord", "-bfloat16.tfrecord"), name(Path.of("photos")));
  }

  @Test
  void aRootHasAName() {
    assertTrue(name(home.getRoot()).startsWith("root-"));
  }

  private String name(Path folder) {
    return String.valueOf(
        new EmbeddingCache(new Home(home)).file(folder, trunk, Augmentation.NONE).getFileName());
  }
}
