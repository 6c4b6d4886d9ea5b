package dev.flowers.embedding;

import dev.flowers.image.UnreadableImageException;
import dev.flowers.storage.FileErrors;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file in a class folder that is not in the embeddings.
 *
 * @param path the file
 * @param id the SHA-256 of its bytes, if those are what is wrong; empty if reading them failed,
 *     which may go well another time
 * @param reason what was found and what was expected
 */
public record SkippedFile(Path path, String id, String reason) {
  /** A file that failed, and whose bytes have this id. */
  static SkippedFile of(Path path, String id, IOException failure) {
    return failure instanceof UnreadableImageException image
        ? new SkippedFile(path, id, image.reason())
        : new SkippedFile(path, "", FileErrors.reason(failure));
  }
}
