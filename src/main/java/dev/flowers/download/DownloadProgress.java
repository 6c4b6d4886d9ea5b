package dev.flowers.download;

/** Hears how far a file has come. Called on the thread that asked for the file. */
@FunctionalInterface
public interface DownloadProgress {

  /**
   * So much is there. The number falls when a download has to start over.
   *
   * @param done bytes so far, those of an earlier run included
   * @param total bytes in all, or −1 if the server does not say
   */
  void bytes(long done, long total);

  /** One that hears and does nothing. */
  static DownloadProgress none() {
    return (done, total) -> {};
  }
}
