package dev.flowers.download;

import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A downloader whose waits take no time and are written down. */
final class DownloaderFixture {
  private static final DownloadOptions OPTIONS =
      new DownloadOptions(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));

  final List<Duration> waits = new ArrayList<>();
  private final Downloader downloader;

  DownloaderFixture() {
    this(OPTIONS);
  }

  DownloaderFixture(DownloadOptions options) {
    downloader = new Downloader(options, new Backoff(options, new Random(16), waits::add));
  }

  /** One that loses patience at once. */
  static DownloaderFixture impatient() {
    return new DownloaderFixture(
        new DownloadOptions(
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            OPTIONS.retries(),
            OPTIONS.firstDelay(),
            OPTIONS.longestDelay()));
  }

  void fetch(Source source, Path target) throws IOException {
    downloader.fetch(source, target, DownloadProgress.none());
  }

  Downloader downloader() {
    return downloader;
  }

  static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) {
    return new Sha256().update(bytes).hex();
  }
}
