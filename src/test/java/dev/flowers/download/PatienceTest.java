package dev.flowers.download;

import static dev.flowers.download.DownloaderFixture.bytes;
import static dev.flowers.download.DownloaderFixture.sha256;
import static dev.flowers.download.LoopbackServer.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@Timeout(60)
class PatienceTest {
  private static final byte[] FILE = bytes(200_000, 1);
  private static final ServedFile SERVED = new ServedFile(FILE, "\"one\"");

  @TempDir Path directory;
  private final DownloaderFixture fixture = new DownloaderFixture();
  private Path target = Path.of("");

  @BeforeEach
  void nameTheTarget() {
    target = directory.resolve("file.bin");
  }

  /** First the given answer, {@code times} times, then the file. */
  private static LoopbackServer first(int times, LoopbackServer.Answer answer) throws IOException {
    AtomicInteger requests = new AtomicInteger();
    return new LoopbackServer(
        (request, out) -> {
          if (requests.getAndIncrement() < times) {
            answer.to(request, out);
          } else {
            SERVED.answer(request, out);
          }
        });
  }

  private void assertComplete() throws IOException {
    assertArrayEquals(FILE, Files.readAllBytes(target));
  }

  private static Source file(LoopbackServer server) {
    return Source.of(server.address("/file.bin"), FILE.length, sha256(FILE));
  }

  private String refused(URI address) {
    DownloadException e =
        assertThrows(DownloadException.class, () -> fixture.fetch(Source.of(address), target));
    return String.valueOf(e.getMessage());
  }

  @Test
  void aServerInTroubleIsAskedAgainAfterLongerAndLongerWaits() throws IOException {
    for (String status : List.of("500 Oh", "502 Oh", "503 Oh", "504 Oh", "408 Oh", "429 Oh")) {
      fixture.waits.clear();
      Files.deleteIfExists(target);
      try (LoopbackServer server = first(3, (request, out) -> head(out, status))) {
        fixture.fetch(file(server), target);
      }
      assertComplete();
      assertEquals(3, fixture.waits.size());
      for (int i = 0; i < 3; i++) {
        long most = 1000L << i;
        long wait = fixture.waits.get(i).toMillis();
        assertTrue(wait >= most / 2 && wait <= most, "waits were " + fixture.waits);
      }
    }
  }

  @Test
  void itIsGivenUpInTheEnd() throws IOException {
    try (LoopbackServer server = first(9, (request, out) -> head(out, "503 Oh"))) {
      String message = refused(server.address("/file.bin"));
      assertTrue(message.contains("status 503, and 3 retries"), message);
      assertEquals(4, server.requests().size());
    }
  }

  @Test
  void retryAfterIsHeeded() throws IOException {
    try (LoopbackServer server =
        first(1, (request, out) -> head(out, "429 Too Many Requests", "Retry-After: 17"))) {
      fixture.fetch(file(server), target);
    }
    assertComplete();
    assertEquals(List.of(Duration.ofSeconds(17)), fixture.waits);
  }

  @Test
  void aRetryAfterBeyondPatienceIsSaid() throws IOException {
    try (LoopbackServer server =
        first(1, (request, out) -> head(out, "503 Busy", "Retry-After: 3600"))) {
      String message = refused(server.address("/file.bin"));
      assertTrue(message.contains("status 503, and asks to come back in 3600 s"), message);
    }
    assertEquals(List.of(), fixture.waits);
  }

  @Test
  void retryAfterMayBeADate() {
    Instant now = Instant.parse("2015-10-21T07:28:00Z");
    assertEquals(
        Duration.ofSeconds(90), HttpReply.retryAfter("Wed, 21 Oct 2015 07:29:30 GMT", now));
    assertEquals(Duration.ZERO, HttpReply.retryAfter("Wed, 21 Oct 2015 07:27:30 GMT", now));
    assertEquals(Duration.ZERO, HttpReply.retryAfter("soon", now));
    assertEquals(Duration.ZERO, HttpReply.retryAfter("-5", now));
  }

  @Test
  void aStalledBodyIsLeftAndGoneOnWith() throws IOException {
    DownloaderFixture impatient = DownloaderFixture.impatient();
    AtomicInteger requests = new AtomicInteger();
    LoopbackServer[] itself = new LoopbackServer[1];
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              boolean stall = requests.getAndIncrement() == 0;
              SERVED.answer(request, out, stall ? 5000 : FILE.length);
              if (stall) {
                out.flush();
                itself[0].stall();
              }
            })) {
      itself[0] = server;
      impatient.fetch(file(server), target);
    }
    assertComplete();
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws IOException {
    DownloaderFixture impatient = DownloaderFixture.impatient();
    LoopbackServer[] itself = new LoopbackServer[1];
    try (LoopbackServer server = new LoopbackServer((request, out) -> itself[0].stall())) {
      itself[0] = server;
      DownloadException e =
          assertThrows(DownloadException.class, () -> impatient.fetch(file(server), target));
      assertTrue(String.valueOf(e.getMessage()).contains("nothing came within 0.05 s"));
      assertEquals(3, impatient.waits.size());
    }
  }

  @Test
  void whatIsNoHttpIsTriedAgainAndGivenUp() throws IOException {
    try (LoopbackServer server = new LoopbackServer((request, out) -> out.write(FILE))) {
      assertTrue(refused(server.address("/file.bin")).contains("3 retries"));
    }
  }

  @Test
  void redirectsAreFollowed() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              switch (request.line()) {
                case "GET /file.bin HTTP/1.1" -> head(out, "302 Found", "Location: /moved/there");
                case "GET /moved/there HTTP/1.1" ->
                    head(out, "308 Permanent Redirect", "Location: again?x=1");
                case "GET /moved/again?x=1 HTTP/1.1" -> SERVED.answer(request, out);
                default -> head(out, "404 Not Found");
              }
            })) {
      fixture.fetch(file(server), target);
      assertEquals(3, server.requests().size());
    }
    assertComplete();
  }

  @Test
  void aRedirectInACircleIsSaid() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer((request, out) -> head(out, "302 Found", "Location: /file.bin"))) {
      String message = refused(server.address("/file.bin"));
      assertTrue(message.contains("redirected more than 10 times"), message);
      assertEquals(11, server.requests().size());
    }
  }

  @Test
  void redirectsNeverLeadToLessSafety() throws IOException {
    URI secure = URI.create("https://flowers.invalid/a");
    URI open = URI.create("http://flowers.invalid/a");
    assertEquals(secure, HttpReply.redirected(open, "https://flowers.invalid/a"));
    for (String location :
        List.of(
            "http://flowers.invalid/a", "file:///etc/passwd", "ftp://flowers.invalid/a", "a b")) {
      FetchAttemptException e =
          assertThrows(
              FetchAttemptException.class, () -> HttpReply.redirected(secure, location), location);
      assertEquals(FetchAttemptException.Kind.LASTING, e.kind());
    }
    assertThrows(
        FetchAttemptException.class, () -> HttpReply.redirected(open, "file:///etc/passwd"));
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void theProxyOfTheJvmIsUsed() throws IOException {
    try (LoopbackServer proxy = new LoopbackServer(SERVED::answer)) {
      System.setProperty("http.proxyHost", "127.0.0.1");
      System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
      try {
        fixture.fetch(Source.of(URI.create("http://flowers.invalid/file.bin")), target);
      } finally {
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
      }
      assertEquals("GET http://flowers.invalid/file.bin HTTP/1.1", proxy.requests().get(0).line());
    }
    assertComplete();
  }

  @Test
  void anInterruptEndsTheWaiting() throws IOException {
    DownloadOptions options = DownloadOptions.standard();
    Downloader downloader =
        new Downloader(
            options,
            new Backoff(
                options,
                new Random(1),
                wait -> {
                  throw new InterruptedException();
                }));
    try (LoopbackServer server = first(9, (request, out) -> head(out, "503 Oh"))) {
      assertThrows(
          InterruptedIOException.class,
          () -> downloader.fetch(file(server), target, DownloadProgress.none()));
      assertTrue(Thread.interrupted());
    }
  }
}
