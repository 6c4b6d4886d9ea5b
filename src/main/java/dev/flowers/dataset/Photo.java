package dev.flowers.dataset;

import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file in a class folder, or in a table of labels. The content is not checked before it is
 * decoded.
 *
 * @param path the file
 * @param label the index of its class in the sorted class names
 * @param part the part of a split that its table or folder fixes; empty if it fixes none
 */
public record Photo(Path path, int label, Optional<Split.Part> part) {
  /** A photo whose part a split decides. */
  public Photo(Path path, int label) {
    this(path, label, Optional.empty());
  }

  /**
   * The id of a photo, which is of its content: the SHA-256 of the file's bytes, whatever the
   * file's name and folder.
   *
   * @return 64 lower-case hexadecimal digits
   * @throws IOException if the file cannot be read
   */
  public static String contentId(Path file) throws IOException {
    return Sha256.of(file);
  }
}
