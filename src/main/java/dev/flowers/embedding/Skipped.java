package dev.flowers.embedding;

import dev.flowers.home.FileFault;
import dev.flowers.image.UnreadableImageException;
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
public record Skipped(Path path, String id, String reason) {
  /** A file that failed, and whose bytes have this id. */
  static Skipped of(Path path, String id, IOException failure) {
    return failure instanceof UnreadableImageException image
        ? new Skipped(path, id, image.reason())
        : new Skipped(path, "", FileFault.reason(failure));
  }
}
