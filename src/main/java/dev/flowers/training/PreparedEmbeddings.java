package dev.flowers.training;

import dev.flowers.embedding.SkippedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Embeddings that are up to date with their photos.
 *
 * @param file the TFRecord
 * @param photos the folder that was embedded; empty if it is not known
 * @param skipped the files in it that cannot be read as photos
 */
public record PreparedEmbeddings(Path file, Optional<Path> photos, List<SkippedFile> skipped) {
  /** Copies the list. */
  public PreparedEmbeddings {
    skipped = List.copyOf(skipped);
  }
}
