package dev.flowers.dataset;

import dev.flowers.storage.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file in a class folder. The content is not checked before it is decoded.
 *
 * @param path the file
 * @param label the index of its class in the sorted class names
 */
public record Photo(Path path, int label) {
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
