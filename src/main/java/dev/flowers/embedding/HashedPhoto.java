package dev.flowers.embedding;

import dev.flowers.dataset.Photo;
import dev.flowers.storage.FileErrors;
import java.io.IOException;
import java.util.List;

/**
 * A photo and the SHA-256 of its content.
 *
 * @param photo the photo
 * @param id SHA-256 of the file's bytes, 64 lower-case hexadecimal digits; empty if unreadable
 * @param fault why the file could not be read; empty if it could
 */
record HashedPhoto(Photo photo, String id, String fault) {
  /** Reads all files, on all cores; the answers are in the photos' order. */
  static List<HashedPhoto> all(List<Photo> photos) {
    return photos.parallelStream().map(HashedPhoto::of).toList();
  }

  private static HashedPhoto of(Photo photo) {
    try {
      return new HashedPhoto(photo, Photo.contentId(photo.path()), "");
    } catch (IOException e) {
      return new HashedPhoto(photo, "", FileErrors.reason(e));
    }
  }
}
