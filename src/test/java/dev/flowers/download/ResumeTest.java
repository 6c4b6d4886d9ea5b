package dev.flowers.download;

import static dev.flowers.download.DownloaderFixture.bytes;
import static dev.flowers.download.DownloaderFixture.sha256;
import static dev.flowers.download.LoopbackServer.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.download.LoopbackServer.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResumeTest {
  private static final byte[] FILE = bytes(1_000_000, 1);
  private static final ServedFile SERVED = new ServedFile(FILE, "\"one\"");
  private static final byte[] NEWER = bytes(900_000, 2);

  @TempDir Path directory;
  private final DownloaderFixture fixture = new DownloaderFixture();
  private Path target = Path.of("");

  @BeforeEach
  void nameTheTarget() {
    target = directory.resolve("file.bin");
  }

  /** A source without a checksum: only care keeps its bytes right. */
  private static Source unpublished(LoopbackServer server) {
    return Source.of(server.address("/file.bin"));
  }

  private static Source published(LoopbackServer server) {
    return Source.of(server.address("/file.bin"), FILE.length, sha256(FILE));
  }

  private Path partial() {
    return directory.resolve("file.bin.partial");
  }

  private Path state() {
    return directory.resolve("file.bin.partial.json");
  }

  /** Leaves what a run that was killed leaves. */
  private void leavePartial(LoopbackServer server, int length, Optional<String> etag)
      throws IOException {
    Files.write(partial(), Arrays.copyOf(FILE, length));
    new PartialState(
            server.address("/file.bin").toString(),
            etag,
            Optional.empty(),
            OptionalLong.of(FILE.length))
        .write(state());
  }

  private void assertComplete(byte[] expected) throws IOException {
    assertArrayEquals(expected, Files.readAllBytes(target));
    assertEquals(sha256(expected), FileRecord.read(target).orElseThrow().sha256());
    assertFalse(Files.exists(partial()));
    assertFalse(Files.exists(state()));
  }

  private static List<String> ranges(LoopbackServer server) {
    return server.requests().stream()
        .map(request -> request.headers().getOrDefault("Range", "all"))
        .toList();
  }

  @Test
  void twentyCutsAtRandomPlacesGiveTheSameBytes() throws IOException {
    Random random = new Random(20);
    AtomicInteger cuts = new AtomicInteger();
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) ->
                SERVED.answer(
                    request,
                    out,
                    cuts.getAndIncrement() < 20 ? 1 + random.nextInt(60_000) : FILE.length))) {
      fixture.fetch(unpublished(server), target);
      assertComplete(FILE);
      // A cut may come in a file that is complete already: never more requests than cuts and one.
      assertEquals(cuts.get(), server.requests().size());
      assertTrue(cuts.get() > 5, "a few cuts at least: " + cuts);
      for (Request request : server.requests().subList(1, cuts.get())) {
        assertTrue(request.from() > 0, "went on from " + request.from());
        assertEquals("\"one\"", request.headers().get("If-Range"));
      }
    }
  }

  @Test
  void anotherRunGoesOnWhereTheLastOneGaveUp() throws IOException {
    AtomicInteger most = new AtomicInteger(300_000);
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> SERVED.answer(request, out, most.getAndUpdate(n -> 0)))) {
      assertThrows(DownloadException.class, () -> fixture.fetch(published(server), target));
      assertEquals(300_000, Files.size(partial()));
      assertEquals(4, server.requests().size(), "one brought bytes, three retries brought none");
      most.set(FILE.length);
      List<Long> done = new ArrayList<>();
      new DownloaderFixture()
          .downloader()
          .fetch(published(server), target, (bytes, total) -> done.add(bytes));
      assertEquals(300_000L, done.get(0), "the bytes of the earlier run count");
    }
    assertComplete(FILE);
  }

  @Test
  void aServerWithoutRangesStartsOver() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              head(out, "200 OK", "ETag: \"one\"", "Content-Length: " + FILE.length);
              out.write(FILE);
            })) {
      leavePartial(server, 400_000, Optional.of("\"one\""));
      fixture.fetch(unpublished(server), target);
      assertEquals(List.of("bytes=400000-"), ranges(server));
    }
    assertComplete(FILE);
  }

  @Test
  void aServerThatAlwaysStartsOverAndBreaksOffIsGivenUp() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              head(out, "200 OK", "ETag: \"one\"", "Content-Length: " + FILE.length);
              out.write(FILE, 0, 500_000);
            })) {
      assertThrows(DownloadException.class, () -> fixture.fetch(unpublished(server), target));
      assertEquals(4, server.requests().size());
    }
  }

  @Test
  void aChangedFileIsFetchedFromItsBeginning() throws IOException {
    ServedFile newer = new ServedFile(NEWER, "\"two\"");
    try (LoopbackServer server = new LoopbackServer(newer::answer)) {
      leavePartial(server, 400_000, Optional.of("\"one\""));
      fixture.fetch(unpublished(server), target);
      assertEquals(1, server.requests().size(), "If-Range makes it a 200");
    }
    assertComplete(NEWER);
  }

  @Test
  void aServerThatDoesNotHeedIfRangeIsFoundOutByItsTag() throws IOException {
    byte[] newer = bytes(FILE.length, 2);
    ServedFile served = new ServedFile(newer, "\"two\"");
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              request.headers().remove("If-Range");
              served.answer(request, out);
            })) {
      leavePartial(server, 400_000, Optional.of("\"one\""));
      fixture.fetch(unpublished(server), target);
      assertEquals(List.of("bytes=400000-", "all"), ranges(server));
    }
    assertComplete(newer);
  }

  @Test
  void aWrongContentRangeIsRefusedAndTheFileFetchedWhole() throws IOException {
    for (String wrong :
        List.of(
            "bytes 399999-999998/1000000",
            "bytes 400000-999999/1000001",
            "bytes 400000-999998/1000000",
            "bytes 999999-400000/1000000",
            "items 400000-999999/1000000",
            "")) {
      Files.deleteIfExists(target);
      try (LoopbackServer server =
          new LoopbackServer(
              (request, out) -> {
                if (request.from() == 0) {
                  SERVED.answer(request, out);
                  return;
                }
                head(out, "206 Partial", "Content-Length: 600000", "Content-Range: " + wrong);
                out.write(FILE, 0, 600_000);
              })) {
        leavePartial(server, 400_000, Optional.of("\"one\""));
        fixture.fetch(unpublished(server), target);
        assertEquals(List.of("bytes=400000-", "all"), ranges(server), wrong);
      }
      assertComplete(FILE);
    }
  }

  @Test
  void aRangeThatIsAnsweredPieceByPieceIsPutTogether() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              int from = request.from();
              if (from == 0) {
                SERVED.answer(request, out, 100_000);
                return;
              }
              int last = Math.min(from + 250_000, FILE.length) - 1;
              head(
                  out,
                  "206 Partial",
                  "Content-Range: bytes " + from + "-" + last + "/" + FILE.length);
              out.write(FILE, from, last + 1 - from);
            })) {
      fixture.fetch(unpublished(server), target);
    }
    assertComplete(FILE);
  }

  @Test
  void aRangeNotSatisfiableEndsAFileThatIsWhole() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      Files.write(partial(), FILE);
      new PartialState(
              server.address("/file.bin").toString(),
              Optional.of("\"one\""),
              Optional.empty(),
              OptionalLong.empty())
          .write(state());
      fixture.fetch(unpublished(server), target);
      assertEquals(List.of("bytes=1000000-"), ranges(server));
    }
    assertComplete(FILE);
  }

  @Test
  void aRangeNotSatisfiableOtherwiseStartsOver() throws IOException {
    ServedFile shorter = new ServedFile(NEWER, "\"one\"");
    try (LoopbackServer server = new LoopbackServer(shorter::answer)) {
      leavePartial(server, 950_000, Optional.of("\"one\""));
      fixture.fetch(unpublished(server), target);
      assertEquals(List.of("bytes=950000-", "all"), ranges(server));
    }
    assertComplete(NEWER);
  }

  @Test
  void whatIsWholeButNotYetRenamedNeedsNoServer() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      leavePartial(server, FILE.length, Optional.of("\"one\""));
      fixture.fetch(unpublished(server), target);
      assertEquals(List.of(), server.requests());
    }
    assertComplete(FILE);
  }

  @Test
  void whatCannotBeToldToBelongTogetherIsNotPutTogether() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      // No tag and no checksum; a weak tag; another address; a torn description; none.
      leavePartial(server, 400_000, Optional.empty());
      fixture.fetch(unpublished(server), target);
      Files.delete(target);
      leavePartial(server, 400_000, Optional.of("W/\"one\""));
      fixture.fetch(unpublished(server), target);
      Files.delete(target);
      leavePartial(server, 400_000, Optional.of("\"one\""));
      fixture.fetch(Source.of(server.address("/mirror.bin")), target);
      Files.delete(target);
      leavePartial(server, 400_000, Optional.of("\"one\""));
      Files.writeString(state(), "{\"address\": \"" + server.address("/fi"));
      fixture.fetch(unpublished(server), target);
      Files.delete(target);
      leavePartial(server, 400_000, Optional.of("\"one\""));
      Files.delete(state());
      fixture.fetch(unpublished(server), target);
      assertEquals(List.of("all", "all", "all", "all", "all"), ranges(server));
    }
    assertComplete(FILE);
  }

  @Test
  void aChecksumAllowsToGoOnWithoutATag() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      leavePartial(server, 400_000, Optional.empty());
      fixture.fetch(published(server), target);
      assertEquals(List.of("bytes=400000-"), ranges(server));
      assertNull(server.requests().get(0).headers().get("If-Range"));
    }
    assertComplete(FILE);
  }

  @Test
  void theChecksumCountsTheEarlierRunsBytesToo() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      leavePartial(server, 400_000, Optional.of("\"one\""));
      byte[] damaged = Files.readAllBytes(partial());
      damaged[7] ^= 1;
      Files.write(partial(), damaged);
      DownloadException e =
          assertThrows(DownloadException.class, () -> fixture.fetch(published(server), target));
      assertTrue(String.valueOf(e.getMessage()).contains("expected " + sha256(FILE)));
      assertFalse(Files.exists(partial()), "a damaged beginning is of no use");
      fixture.fetch(published(server), target);
    }
    assertComplete(FILE);
  }
}
