package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;

/** Shows how far a download has come. */
final class Download implements DownloadProgress, AutoCloseable {
  private final Progress progress;
  private final DownloadProgress told;

  Download(Terminal terminal, String task) {
    this.progress = terminal.progress(" MB", 1_000_000);
    this.told = DownloadProgress.to(progress, task);
  }

  @Override
  public void bytes(long done, long total) {
    told.bytes(done, total);
  }

  @Override
  public void close() {
    progress.end();
  }
}
