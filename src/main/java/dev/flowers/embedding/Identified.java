package dev.flowers.embedding;

import dev.flowers.dataset.ContentId;
import dev.flowers.dataset.Photo;
import dev.flowers.home.FileFault;
import java.io.IOException;
import java.util.List;

/**
 * A photo and the name of its content.
 *
 * @param photo the photo
 * @param id SHA-256 of the file's bytes, 64 lower-case hexadecimal digits; empty if unreadable
 * @param fault why the file could not be read; empty if it could
 */
record Identified(Photo photo, String id, String fault) {
  /** Reads all files, on all cores; the answers are in the photos' order. */
  static List<Identified> all(List<Photo> photos) {
    return photos.parallelStream().map(Identified::of).toList();
  }

  private static Identified of(Photo photo) {
    try {
      return new Identified(photo, ContentId.of(photo.path()), "");
    } catch (IOException e) {
      return new Identified(photo, "", FileFault.reason(e));
    }
  }
}
