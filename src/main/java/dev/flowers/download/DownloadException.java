package dev.flowers.download;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file could not be downloaded, or is not the expected one. The message names the address or the
 * file, what was found and what was expected, and what to do.
 */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1;

  DownloadException(String message) {
    super(message);
  }

  private DownloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For trouble that having the file from elsewhere would end. */
  static DownloadException of(
      Source source, Path target, String trouble, @Nullable Throwable cause) {
    return new DownloadException(
        source.address()
            + ": "
            + trouble
            + "; fetch the file by hand and place it at "
            + target
            + ", or name a mirror or a file with --from",
        cause);
  }
}
