package dev.flowers.download;

import static dev.flowers.download.DownloaderFixture.bytes;
import static dev.flowers.download.DownloaderFixture.sha256;
import static dev.flowers.download.LoopbackServer.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloaderTest {
  private static final byte[] FILE = bytes(200_000, 1);
  private static final ServedFile SERVED = new ServedFile(FILE, "\"one\"");

  @TempDir Path directory;
  private final DownloaderFixture fixture = new DownloaderFixture();
  private Path folder = Path.of("");
  private Path target = Path.of("");

  @BeforeEach
  void nameTheTarget() {
    folder = directory.resolve("weights");
    target = folder.resolve("file.bin");
  }

  private static Source published(LoopbackServer server) {
    return Source.of(server.address("/file.bin"), FILE.length, sha256(FILE));
  }

  private void assertComplete() throws IOException {
    assertArrayEquals(FILE, Files.readAllBytes(target));
    assertEquals(List.of("file.bin", "file.bin.json"), names(folder), "and nothing else");
    fixture.downloader().verify(target);
  }

  private static List<String> names(Path parent) throws IOException {
    try (var children = Files.list(parent)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  private DownloadException refused(Source source) {
    return assertThrows(DownloadException.class, () -> fixture.fetch(source, target));
  }

  private static void assertSays(Exception e, String... parts) {
    for (String part : parts) {
      assertTrue(
          String.valueOf(e.getMessage()).contains(part), e.getMessage() + " without " + part);
    }
  }

  @Test
  void aFileArrivesWholeAndProgressEndsAtItsLength() throws IOException {
    List<Long> done = new ArrayList<>();
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      Path returned =
          fixture
              .downloader()
              .fetch(
                  published(server),
                  target,
                  (bytes, total) -> {
                    assertEquals(FILE.length, total);
                    done.add(bytes);
                  });
      assertEquals(target, returned);
    }
    assertComplete();
    assertEquals(done.stream().sorted().toList(), done);
    assertEquals((long) FILE.length, done.get(done.size() - 1));
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    ServedFile empty = new ServedFile(new byte[0], "\"none\"");
    try (LoopbackServer server = new LoopbackServer(empty::answer)) {
      fixture.fetch(Source.of(server.address("/empty")), target);
    }
    assertEquals(0, Files.size(target));
  }

  @Test
  void aCompleteFileIsNotFetchedAgain() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      fixture.fetch(published(server), target);
      fixture.fetch(published(server), target);
      fixture.fetch(Source.of(server.address("/file.bin")), target);
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aFilePlacedByHandIsVerifiedAndNeverOverwritten() throws IOException {
    Source source =
        Source.of(URI.create("http://flowers.invalid/file.bin"), FILE.length, sha256(FILE));
    Files.createDirectories(folder);
    Files.write(target, FILE);
    fixture.fetch(source, target);
    assertComplete();

    byte[] other = bytes(FILE.length, 2);
    Files.write(target, other);
    Files.setLastModifiedTime(target, FileTime.fromMillis(0));
    assertSays(
        refused(source), target.toString(), "found SHA-256 " + sha256(other), sha256(FILE), "away");
    Files.write(target, new byte[7]);
    assertSays(refused(source), target.toString(), "found 7 bytes, expected 200000");
    assertEquals(7, Files.size(target));
  }

  @Test
  void withoutAPublishedChecksumALaterChangeIsNoticed() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      Source source = Source.of(server.address("/file.bin"));
      fixture.fetch(source, target);
      FileTime then = Files.getLastModifiedTime(target);
      byte[] changed = FILE.clone();
      changed[100_000] ^= 1;
      Files.write(target, changed);
      Files.setLastModifiedTime(target, then);
      // The quick check sees size and time alone; the full one is asked for.
      fixture.fetch(source, target);
      assertSays(
          assertThrows(DownloadException.class, () -> fixture.downloader().verify(target)),
          sha256(changed),
          sha256(FILE));
      Files.setLastModifiedTime(target, FileTime.fromMillis(0));
      assertSays(refused(source), sha256(changed), sha256(FILE));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aTouchedFileIsReadOnceMore() throws IOException {
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      fixture.fetch(published(server), target);
      Files.setLastModifiedTime(target, FileTime.fromMillis(86_400_000));
      fixture.fetch(published(server), target);
    }
    assertEquals(86_400_000, FileRecord.read(target).orElseThrow().modified());
  }

  @Test
  void verifyingWithoutARecordSaysSo() throws IOException {
    Path lonely = Files.write(directory.resolve("lonely"), FILE);
    assertSays(
        assertThrows(DownloadException.class, () -> fixture.downloader().verify(lonely)),
        "no record",
        "lonely.json");
  }

  @Test
  void aLocalFileIsCopiedAndVerifiedAlike() throws IOException {
    Path local = Files.write(directory.resolve("local copy.bin"), FILE);
    Source source =
        Source.of(URI.create("http://flowers.invalid/file.bin"), FILE.length, sha256(FILE));
    fixture.fetch(source.at(local.toString()), target);
    assertComplete();

    Path wrong = Files.write(directory.resolve("wrong.bin"), bytes(FILE.length, 2));
    Path other = directory.resolve("other.bin");
    assertSays(
        assertThrows(
            DownloadException.class,
            () -> fixture.fetch(source.at(wrong.toUri().toString()), other)),
        "wrong.bin",
        "found SHA-256",
        sha256(FILE));
    assertSays(
        assertThrows(
            DownloadException.class, () -> fixture.fetch(source.at("no such file"), other)),
        "no such file");
    assertEquals(List.of("local copy.bin", "weights", "wrong.bin"), names(directory));
  }

  @Test
  void missingAndForbiddenFilesFailAtOnceAndSayWhatToDo() throws IOException {
    for (String status : List.of("404 Not Found", "403 Forbidden", "410 Gone", "401 Who")) {
      try (LoopbackServer server = new LoopbackServer((request, out) -> head(out, status))) {
        assertSays(
            refused(published(server)),
            server.address("/file.bin").toString(),
            "status " + status.substring(0, 3),
            "place it at " + target,
            "mirror");
        assertEquals(1, server.requests().size());
      }
    }
    assertEquals(List.of(), fixture.waits);
    assertEquals(List.of(), names(folder));
  }

  @Test
  void withoutNetworkItFailsAtOnce() throws IOException {
    // Nobody listens on port 1; one that was just closed may be another server's already.
    URI nobody = URI.create("http://127.0.0.1:1/file.bin");
    assertSays(refused(Source.of(nobody)), nobody.toString(), "cannot be reached", "proxyHost");
    assertEquals(List.of(), fixture.waits);
  }

  @Test
  void wrongBytesAreDeletedAndSaid() throws IOException {
    byte[] wrong = bytes(FILE.length, 2);
    try (LoopbackServer server = new LoopbackServer(new ServedFile(wrong, "\"x\"")::answer)) {
      assertSays(
          refused(published(server)), "found SHA-256 " + sha256(wrong), "expected " + sha256(FILE));
    }
    assertEquals(List.of(), names(folder));
  }

  @Test
  void anotherLengthThanPublishedIsRefusedBeforeItIsFetched() throws IOException {
    for (int length : List.of(FILE.length - 1, FILE.length + 1)) {
      ServedFile other = new ServedFile(bytes(length, 1), "\"x\"");
      try (LoopbackServer server = new LoopbackServer(other::answer)) {
        assertSays(
            refused(published(server)), "announces " + length + " bytes, expected " + FILE.length);
      }
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void aBodyShorterThanItsAnnouncedLengthIsNotTakenForAWhole() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              head(out, "200 OK", "Content-Length: " + FILE.length);
              out.write(FILE, 0, 1000);
            })) {
      assertSays(
          refused(Source.of(server.address("/"))), "after 1000 of 200000 bytes", "3 retries");
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void aChunkedBodyOfAnotherLengthThanPublishedIsRefused() throws IOException {
    byte[] shorter = bytes(FILE.length - 1, 1);
    try (LoopbackServer server = new LoopbackServer((request, out) -> chunked(out, shorter))) {
      assertSays(refused(published(server)), "after 199999 of 200000 bytes");
    }
    byte[] longer = bytes(FILE.length + 1, 1);
    try (LoopbackServer server = new LoopbackServer((request, out) -> chunked(out, longer))) {
      assertSays(refused(published(server)), "found 200001 bytes or more, expected 200000");
      assertEquals(1, server.requests().size());
    }
    assertEquals(List.of(), names(folder));
  }

  private static void chunked(OutputStream out, byte[] body) throws IOException {
    head(out, "200 OK", "Transfer-Encoding: chunked");
    out.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aChunkedBodyNeedsNoLength() throws IOException {
    try (LoopbackServer server = new LoopbackServer((request, out) -> chunked(out, FILE))) {
      fixture.fetch(Source.of(server.address("/")), target);
    }
    assertComplete();
  }

  @Test
  void aBodyWhoseEndCouldNotBeToldFromACutIsRefused() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              head(out, "200 OK");
              out.write(FILE);
            })) {
      assertSays(refused(Source.of(server.address("/"))), "does not say how long");
      fixture.fetch(published(server), target); // the checksum tells
    }
    assertComplete();
  }

  @Test
  void aFileThatCannotFitIsNotBegun() throws IOException {
    long length = 1L << 60;
    try (LoopbackServer server =
        new LoopbackServer((request, out) -> head(out, "200 OK", "Content-Length: " + length))) {
      FileSystemException e =
          assertThrows(
              FileSystemException.class,
              () -> fixture.fetch(Source.of(server.address("/")), target));
      assertSays(e, "MB free on this disk, expected at least " + (length / 1_000_000 + 1));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsNotTakenForABrokenConnection() throws IOException {
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("file.bin.partial"), Path.of("/dev/full"));
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      FileSystemException e =
          assertThrows(FileSystemException.class, () -> fixture.fetch(published(server), target));
      assertSays(e, "file.bin.partial", "writing failed after 0 bytes");
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aDirectoryInTheFilesPlaceIsSaid() throws IOException {
    Files.createDirectories(target);
    assertSays(refused(Source.of(URI.create("http://flowers.invalid/"))), "found a directory");
  }

  @Test
  void twoDownloadsOfOneFileAtATimeAreRefused() throws IOException {
    Files.createDirectories(folder);
    try (PartialFile other = PartialFile.open(target);
        LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      assertEquals(0, other.length());
      assertSays(refused(published(server)), "file.bin.partial", "another run");
    }
  }

  private static Source withMd5(LoopbackServer server, String md5) {
    return new Source(
        server.address("/file.bin"),
        OptionalLong.of(FILE.length),
        Optional.empty(),
        Optional.of(md5));
  }

  @Test
  void aPublishedMd5IsVerified() throws IOException, NoSuchAlgorithmException {
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(FILE));
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      String other = "0".repeat(32);
      assertSays(refused(withMd5(server, other)), "found MD5 " + md5 + ", expected " + other);
      assertFalse(Files.exists(target));
      fixture.fetch(withMd5(server, md5.toUpperCase(Locale.ROOT)), target);
      assertArrayEquals(FILE, Files.readAllBytes(target));
    }
  }

  @Test
  void aFileThatWasPlacedByHandIsHeldAgainstThePublishedMd5() throws IOException {
    Files.createDirectories(folder);
    Files.write(target, FILE);
    try (LoopbackServer server = new LoopbackServer(SERVED::answer)) {
      assertSays(
          refused(withMd5(server, "1".repeat(32))), "file.bin: found MD5 ", ", expected 1111");
    }
  }

  @Test
  void whatAnotherRunHasCompletedMeanwhileIsTaken() throws IOException {
    Files.createDirectories(folder);
    Source source =
        new Source(
            Files.write(directory.resolve("local"), FILE).toUri(),
            OptionalLong.empty(),
            Optional.of(sha256(FILE)),
            Optional.empty());
    fixture.fetch(source, target);
    Files.write(folder.resolve("file.bin.partial"), new byte[3]);
    fixture.fetch(source, target);
    assertArrayEquals(FILE, Files.readAllBytes(target));
  }
}
