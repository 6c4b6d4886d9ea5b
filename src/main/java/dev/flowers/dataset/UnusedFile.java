package dev.flowers.dataset;

import java.nio.file.Path;

/**
 * What lies in a folder of photos and is not used.
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
