package dev.flowers.download;

import ai.djl.util.Progress;

/** Is told how many bytes of a file have arrived. Called on the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {

  /**
   * So much is there. The number falls when a download has to start over.
   *
   * @param done bytes so far, those of an earlier run included
   * @param total bytes in all, or −1 if the server does not say
   */
  void bytes(long done, long total);

  /** Returns a progress of DJL's that displays nothing. */
  static Progress silent() {
    return new SilentProgress();
  }

  /** One that hears and does nothing. */
  static DownloadProgress none() {
    return (done, total) -> {};
  }

  /**
   * Tells DJL's progress, in bytes. Its end is the caller's to tell.
   *
   * @param task what it is told to be about
   */
  static DownloadProgress to(Progress progress, String task) {
    return new DownloadProgress() {
      private long known = Long.MIN_VALUE;

      @Override
      public void bytes(long done, long total) {
        if (total != known) {
          known = total;
          progress.reset(task, total);
          progress.start(done);
        }
        progress.update(done);
      }
    };
  }
}
