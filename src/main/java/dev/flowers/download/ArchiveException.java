package dev.flowers.download;

import dev.flowers.storage.InvalidInputException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An archive that is damaged, or holds what is not unpacked. The message names the archive, the
 * entry, what was found and what was expected.
 */
final class ArchiveException extends InvalidInputException {
  private static final long serialVersionUID = 1;

  ArchiveException(Path archive, String trouble, @Nullable Throwable cause) {
    super(archive + ": " + trouble);
    if (cause != null) {
      initCause(cause);
    }
  }
}
