package dev.flowers.cli;

import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;

/** Shows how far a download has come. */
final class Download implements DownloadProgress, AutoCloseable {
  private final Progress progress;
  private final String task;
  private long total = Long.MIN_VALUE;

  Download(Terminal terminal, String task) {
    this.task = task;
    this.progress = terminal.progress(" MB", 1_000_000);
  }

  @Override
  public void bytes(long done, long newTotal) {
    if (newTotal != total) {
      total = newTotal;
      progress.reset(task, total);
      progress.start(done);
    }
    progress.update(done);
  }

  @Override
  public void close() {
    progress.end();
  }
}
