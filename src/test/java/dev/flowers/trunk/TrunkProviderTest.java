package dev.flowers.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.download.DownloadProgress;
import dev.flowers.download.Source;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrunkProviderTest {
  @TempDir Path directory;
  private TrunkProvider provider = new TrunkProvider(new Home(Path.of("")));

  @BeforeEach
  void prepare() {
    provider = new TrunkProvider(new Home(directory.resolve("home")));
  }

  @Test
  void withoutAnythingThePublicFileIsToBeDownloaded() throws IOException {
    assertEquals(
        provider.weightsFile(),
        assertInstanceOf(TrunkProvider.ToDownload.class, provider.choose("")).target());
    assertFalse(provider.available());
    assertFalse(Files.exists(provider.home().root()), "asking makes nothing");
  }

  @Test
  void whatWasConvertedBeforeIsUsedWhateverItsFileWasCalled() throws IOException {
    Path npy = weights("usb/my weights.npy", 1);
    ConvertedTrunk trunk = convert(npy);
    Files.delete(npy);
    assertEquals(new TrunkProvider.Converted(trunk, List.of()), provider.choose(""));
    assertEquals(trunk, provider.provide("", DownloadProgress.silent()));
    assertTrue(provider.available());
  }

  @Test
  void theDemosStandInIsNeverUsedUnlessItIsNamed() throws IOException {
    ConvertedTrunk standIn = convert(weights("home/weights/" + TrunkProvider.STAND_IN, 1));
    assertInstanceOf(TrunkProvider.ToDownload.class, provider.choose(""));
    assertEquals(standIn, provider.provide(TrunkProvider.STAND_IN, DownloadProgress.silent()));
  }

  @Test
  void ofSeveralTheOneThatWasConvertedLastIsUsedAndTheOthersAreNamed() throws IOException {
    ConvertedTrunk first = convertedAt(1_000, weights("a/vgg16.npy", 1));
    ConvertedTrunk third = convertedAt(3_000, weights("c/other.npy", 3));
    ConvertedTrunk second = convertedAt(2_000, weights("b/vgg16.npy", 2));
    assertEquals(new TrunkProvider.Converted(third, List.of(second, first)), provider.choose(""));
    assertEquals(
        "vgg16.npy (" + second.directory().getFileName() + ")",
        TrunkProvider.names(List.of(second)));
  }

  @Test
  void aTrunkIsNamedByItsFileOrItsFingerprintWhenTheFileIsGone() throws IOException {
    Path npy = weights("a/mine.npy", 1);
    ConvertedTrunk mine = convert(npy);
    convert(weights("b/vgg16.npy", 2));
    Files.delete(npy);
    for (String name :
        List.of("mine.npy", mine.fingerprint(), mine.directory().getFileName().toString())) {
      assertEquals(
          mine, assertInstanceOf(TrunkProvider.Converted.class, provider.choose(name)).trunk());
    }
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> provider.choose(mine.fingerprint().substring(0, 7)));
    assertTrue(
        String.valueOf(error.getMessage())
            .contains("expected a vgg16.npy, or one of the converted trunks"));
    assertTrue(
        String.valueOf(error.getMessage())
            .contains("mine.npy (" + mine.directory().getFileName() + ")"));
  }

  @Test
  void aNamedFileComesBeforeATrunkOfThatName() throws IOException {
    convert(weights("vgg16.npy", 1));
    Path npy = weights("other/vgg16.npy", 2);
    assertEquals(new TrunkProvider.ToConvert(npy), provider.choose(npy.toString()));
  }

  @Test
  void theFileInTheHomeComesBeforeWhatWasConverted() throws IOException {
    convert(weights("a/vgg16.npy", 2));
    Path own = weights("home/weights/vgg16.npy", 1);
    assertEquals(new TrunkProvider.ToConvert(own), provider.choose(""));
    ConvertedTrunk converted = convert(own);
    assertEquals(new TrunkProvider.Converted(converted, List.of()), provider.choose(""));
  }

  @Test
  void aDownloadThatTurnsOutToBeNoWeightsIsDeleted() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "<html>404</html>");
    assertThrows(
        MalformedWeightsException.class,
        () -> provider.download(Source.of(page.toUri()), DownloadProgress.silent()));
    assertFalse(Files.exists(provider.weightsFile()));
    assertInstanceOf(TrunkProvider.ToDownload.class, provider.choose(""));
  }

  private ConvertedTrunk convert(Path npy) throws IOException {
    return provider.convert(npy, DownloadProgress.silent());
  }

  private ConvertedTrunk convertedAt(long millis, Path npy) throws IOException {
    ConvertedTrunk trunk = convert(npy);
    Files.setLastModifiedTime(trunk.directory().resolve("trunk.json"), FileTime.fromMillis(millis));
    return trunk;
  }

  private Path weights(String name, int seed) throws IOException {
    Path npy = directory.resolve(name);
    new SeededVgg(seed, 512).write(npy, bytes -> {});
    return npy;
  }
}
