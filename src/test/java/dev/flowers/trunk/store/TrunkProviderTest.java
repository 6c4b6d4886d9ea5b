package dev.flowers.trunk.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.download.DownloadProgress;
import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.MalformedWeightsException;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.vgg.SeededVgg;
import dev.flowers.trunk.vgg.VggTopology;
import dev.flowers.trunk.vgg.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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
    TrunkProvider.ToDownload missing =
        assertInstanceOf(TrunkProvider.ToDownload.class, provider.choose(TrunkRequest.usual()));
    assertEquals(List.of(PublicFiles.vgg16Weights(), PublicFiles.kerasVgg16()), missing.sources());
    assertEquals(
        provider.home().weights().resolve("vgg16.npy"), missing.target(missing.sources().get(0)));
    assertFalse(provider.available(VggTopology.VGG16_RELU6.id()));
    assertFalse(Files.exists(provider.home().root()), "asking makes nothing");
  }

  @Test
  void whatWasConvertedBeforeIsUsedWhateverItsFileWasCalled() throws IOException {
    Path npy = weights("usb/my weights.npy", 1);
    Trunk trunk = convert(npy);
    Files.delete(npy);
    assertEquals(new TrunkProvider.Converted(trunk, List.of()), provider.choose(TrunkRequest.usual()));
    assertEquals(trunk, provider.provide(TrunkRequest.usual(), DownloadProgress.silent()));
    assertTrue(provider.available(VggTopology.VGG16_RELU6.id()));
  }

  @Test
  void theDemosStandInIsNeverUsedUnlessItIsNamed() throws IOException {
    Trunk standIn = convert(weights("home/weights/" + StandIn.FILE_NAME, 1));
    assertInstanceOf(TrunkProvider.ToDownload.class, provider.choose(TrunkRequest.usual()));
    assertEquals(standIn, provider.provide(TrunkRequest.named(StandIn.FILE_NAME), DownloadProgress.silent()));
  }

  @Test
  void ofSeveralTheOneThatWasConvertedLastIsUsedAndTheOthersAreNamed() throws IOException {
    Trunk first = convertedAt(1_000, weights("a/vgg16.npy", 1));
    Trunk third = convertedAt(3_000, weights("c/other.npy", 3));
    Trunk second = convertedAt(2_000, weights("b/vgg16.npy", 2));
    assertEquals(new TrunkProvider.Converted(third, List.of(second, first)), provider.choose(TrunkRequest.usual()));
    assertEquals(
        "vgg16.npy (" + second.directory().getFileName() + ")",
        TrunkProvider.names(List.of(second)));
  }

  @Test
  void aTrunkIsNamedByItsFileOrItsFingerprintWhenTheFileIsGone() throws IOException {
    Path npy = weights("a/mine.npy", 1);
    Trunk mine = convert(npy);
    convert(weights("b/vgg16.npy", 2));
    Files.delete(npy);
    for (String name :
        List.of("mine.npy", mine.fingerprint(), mine.directory().getFileName().toString())) {
      assertEquals(
          mine, assertInstanceOf(TrunkProvider.Converted.class, provider.choose(TrunkRequest.named(name))).trunk());
    }
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> provider.choose(TrunkRequest.named(mine.fingerprint().substring(0, 7))));
    assertTrue(
        String.valueOf(error.getMessage())
            .contains("another file of weights, or one of the converted trunks"));
    assertTrue(
        String.valueOf(error.getMessage())
            .contains("mine.npy (" + mine.directory().getFileName() + ")"));
  }

  @Test
  void aNamedFileComesBeforeATrunkOfThatName() throws IOException {
    convert(weights("vgg16.npy", 1));
    Path npy = weights("other/vgg16.npy", 2);
    assertEquals(new TrunkProvider.ToConvert(npy, TrunkRequest.of(npy)), provider.choose(TrunkRequest.named(npy.toString())));
  }

  @Test
  void theFileInTheHomeComesBeforeWhatWasConverted() throws IOException {
    convert(weights("a/vgg16.npy", 2));
    Path own = weights("home/weights/vgg16.npy", 1);
    assertEquals(new TrunkProvider.ToConvert(own, TrunkRequest.of(own)), provider.choose(TrunkRequest.usual()));
    Trunk converted = convert(own);
    assertEquals(new TrunkProvider.Converted(converted, List.of()), provider.choose(TrunkRequest.usual()));
  }

  @Test
  void aDownloadThatTurnsOutToBeNoWeightsIsDeleted() throws IOException {
    Path page = Files.writeString(directory.resolve("page.html"), "<html>404</html>");
    assertThrows(
        MalformedWeightsException.class,
        () ->
            provider.download(
                Source.of(page.toUri()),
                provider.home().weights().resolve("vgg16.npy"),
                DownloadProgress.silent()));
    assertFalse(Files.exists(provider.home().weights().resolve("vgg16.npy")));
    assertInstanceOf(TrunkProvider.ToDownload.class, provider.choose(TrunkRequest.usual()));
  }

  @Test
  void kerassFileIsTakenWhereTheFirstCannotBeFetchedOrIsNoWeights() throws IOException {
    Path h5 = WeightFiles.copyOf("keras/vgg16.h5", directory);
    Path page = Files.writeString(directory.resolve("vgg16.npy"), "<html>404</html>");
    for (Path first : List.of(directory.resolve("gone.npy"), page)) {
      TrunkProvider.ToDownload missing =
          new TrunkProvider.ToDownload(
              List.of(Source.of(first.toUri()), Source.of(h5.toUri())),
              directory.resolve("to-" + first.getFileName()));
      List<String> notes = new ArrayList<>();
      Path file = provider.download(missing, DownloadProgress.silent(), notes::add);
      assertEquals("vgg16.h5", file.getFileName().toString());
      assertFalse(Files.exists(missing.target(missing.sources().get(0))));
      assertEquals(1, notes.size());
      assertTrue(notes.get(0).contains(first.getFileName().toString()), notes.toString());
      assertTrue(
          notes.get(0).endsWith("Fetching the same weights from " + h5.toUri() + " instead"));
    }
  }

  @Test
  void whereNoSourceHasItTheFirstErrorIsThrownAndTheOthersAreTold() {
    TrunkProvider.ToDownload missing =
        new TrunkProvider.ToDownload(
            List.of(
                Source.of(directory.resolve("a.npy").toUri()),
                Source.of(directory.resolve("b.h5").toUri())),
            directory.resolve("to"));
    List<String> notes = new ArrayList<>();
    IOException e =
        assertThrows(
            IOException.class,
            () -> provider.download(missing, DownloadProgress.silent(), notes::add));
    assertTrue(String.valueOf(e.getMessage()).contains("a.npy"), e.toString());
    assertEquals(1, e.getSuppressed().length);
    assertEquals(2, notes.size());
    assertTrue(notes.get(1).contains("b.h5"), notes.toString());
  }

  @Test
  void eachTopologyHasItsOwnFilesAndTrunks() throws IOException {
    Trunk vgg16 = convert(weights("a.npy", 1));
    Path pool5 = directory.resolve("b.npy");
    new SeededVgg(VggTopology.VGG16_POOL5, 1, 512).write(pool5, bytes -> {});
    Trunk small = convert(pool5);
    assertEquals(
        new TrunkProvider.Converted(vgg16, List.of()),
        provider.ofNetwork(VggTopology.VGG16_RELU6.id()));
    assertEquals(
        new TrunkProvider.Converted(small, List.of()),
        provider.ofNetwork(VggTopology.VGG16_POOL5.id()));
    assertInstanceOf(
        TrunkProvider.ToDownload.class, provider.ofNetwork(VggTopology.VGG19_RELU6.id()));
    Source keras = PublicFiles.weights(VggTopology.VGG19_RELU6.id()).get(0);
    Path own = provider.home().weights().resolve(keras.fileName());
    Files.createDirectories(provider.home().weights());
    Files.write(own, new byte[3]);
    assertEquals(
        new TrunkProvider.ToConvert(own, TrunkRequest.of(own)), provider.ofNetwork(VggTopology.VGG19_RELU6.id()));
  }

  private Trunk convert(Path npy) throws IOException {
    return provider.convert(npy, DownloadProgress.silent());
  }

  private Trunk convertedAt(long millis, Path npy) throws IOException {
    Trunk trunk = convert(npy);
    Files.setLastModifiedTime(trunk.directory().resolve("trunk.json"), FileTime.fromMillis(millis));
    return trunk;
  }

  private Path weights(String name, int seed) throws IOException {
    Path npy = directory.resolve(name);
    new SeededVgg(seed, 512).write(npy, bytes -> {});
    return npy;
  }
}
