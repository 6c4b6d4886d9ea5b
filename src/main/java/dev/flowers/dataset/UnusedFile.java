package dev.flowers.dataset;

import java.nio.file.Path;

/**
 * A file, folder or link in a folder of photos that is not used.
 *
 * @param path a file, a folder or a link
 * @param reason why not: {@code a hidden file}, {@code a folder below a class folder}
 */
public record UnusedFile(Path path, String reason) {
  @Override
  public String toString() {
    return path + " (" + reason + ")";
  }
}
