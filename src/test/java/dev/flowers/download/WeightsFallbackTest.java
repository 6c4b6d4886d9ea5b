package dev.flowers.download;

import dev.flowers.trunk.store.TrunkRequest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.Home;
import dev.flowers.trunk.store.TrunkProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights over HTTP where the first address has none. */
class WeightsFallbackTest {
  /** Of the fixture, by md5sum. */
  private static final String MD5 = "a89282ce080552c207b4a279ed316514";

  @TempDir Path directory;
  private TrunkProvider provider = new TrunkProvider(new Home(Path.of("")));
  private byte[] keras = {};
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    provider = new TrunkProvider(new Home(directory.resolve("home")));
    String name = "/dev/flowers/trunk/vgg/keras/vgg16_notop.h5";
    try (InputStream in = WeightsFallbackTest.class.getResourceAsStream(name)) {
      keras = Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void kerassFileIsFetchedAndVerifiedWhereTheFirstIsNotFound() throws IOException {
    try (LoopbackServer server = server()) {
      TrunkProvider.ToDownload missing = missing(server, MD5);
      Path file = provider.download(missing, DownloadProgress.silent(), notes::add);
      assertEquals("keras.h5", file.getFileName().toString());
      assertArrayEquals(keras, Files.readAllBytes(file));
      assertEquals(1, notes.size());
      assertTrue(notes.get(0).contains("404"), notes.toString());
      assertTrue(notes.get(0).endsWith(server.address("/keras.h5") + " instead"), notes.toString());
      assertEquals("vgg16-pool5", provider.convert(new TrunkProvider.ToConvert(file, TrunkRequest.of(file)), DownloadProgress.silent()).id());
    }
  }

  @Test
  void aFileOfAnotherMd5IsNotKept() throws IOException {
    try (LoopbackServer server = server()) {
      TrunkProvider.ToDownload missing = missing(server, "0".repeat(32));
      DownloadException e =
          assertThrows(
              DownloadException.class,
              () -> provider.download(missing, DownloadProgress.silent(), notes::add));
      assertTrue(String.valueOf(e.getMessage()).contains("404"), e.getMessage());
      assertTrue(notes.get(1).contains("found MD5 " + MD5 + ", expected 000"), notes.toString());
      assertFalse(Files.exists(missing.target(missing.sources().get(1))));
    }
  }

  private LoopbackServer server() throws IOException {
    ServedFile served = new ServedFile(keras, "\"one\"");
    return new LoopbackServer(
        (request, out) -> {
          if (request.line().contains("keras.h5")) {
            served.answer(request, out);
          } else {
            LoopbackServer.head(out, "404 Not Found", "Content-Length: 0");
          }
        });
  }

  private TrunkProvider.ToDownload missing(LoopbackServer server, String md5) {
    return new TrunkProvider.ToDownload(
        List.of(
            Source.of(server.address("/vgg16.npy")),
            new Source(
                server.address("/keras.h5"),
                OptionalLong.of(keras.length),
                Optional.empty(),
                Optional.of(md5))),
        provider.home().weights());
  }
}
