package dev.flowers.archive;

import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.PhotoWalk;
import dev.flowers.storage.FileErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The photos of an archive, in an order of their own, which are never all held at once. */
public interface PhotoSource {
  /** Is told of the photos, one after the other. */
  interface Receiver {
    /** A file, which may be a photo. */
    void photo(Path file) throws IOException;

    /**
     * What cannot be looked at.
     *
     * @param photo a file or a folder, as it was given
     * @param error why
     */
    void failed(String photo, String error) throws IOException;

    /** What a folder has that is no photo. */
    default void unused(PhotoFolder.UnusedFile file) throws IOException {}
  }

  /**
   * Tells of each photo.
   *
   * @throws IOException if the source cannot be read, or the receiver throws it
   */
  void each(Receiver receiver) throws IOException;

  /**
   * Counts what {@link #each} will tell of, in order to tell how long it takes.
   *
   * @return empty if it can be read only once
   * @throws IOException if the source cannot be read
   */
  default OptionalLong count() throws IOException {
    long[] count = {0};
    each(
        new Receiver() {
          @Override
          public void photo(Path file) {
            count[0]++;
          }

          @Override
          public void failed(String photo, String error) {
            count[0]++;
          }
        });
    return OptionalLong.of(count[0]);
  }

  /**
   * Files and folders, with all folders in them: in the order given, folders sorted by name. Holds
   * one folder's names at each depth.
   */
  static PhotoSource of(List<Path> files) {
    List<Path> inputs = List.copyOf(files);
    return receiver -> {
      for (Path input : inputs) {
        if (Files.isDirectory(input)) {
          tree(input, receiver);
        } else {
          receiver.photo(input);
        }
      }
    };
  }

  private static void tree(Path folder, Receiver receiver) throws IOException {
    long[] files = {0};
    PhotoWalk.Visitor visitor =
        new PhotoWalk.Visitor() {
          @Override
          public void file(Path file) throws IOException {
            files[0]++;
            receiver.photo(file);
          }

          @Override
          public void unused(PhotoFolder.UnusedFile file) throws IOException {
            receiver.unused(file);
          }

          @Override
          public void unlisted(Path of, String error) throws IOException {
            files[0]++;
            receiver.failed(of.toString(), error);
          }
        };
    PhotoWalk.visit(folder, visitor);
    if (files[0] == 0) {
      receiver.failed(folder.toString(), folder + ": found no file, expected photos");
    }
  }

  /**
   * The files that a list names, a path a line, in UTF-8; relative ones from the working directory.
   * Blank lines are passed over.
   */
  static PhotoSource list(Path list) {
    return receiver -> {
      try (InputStream in = Files.newInputStream(list)) {
        lines(in, receiver);
      } catch (IOException e) {
        throw FileErrors.naming(list, e);
      }
    };
  }

  /** The same of a stream, which is read once, and not closed. */
  static PhotoSource list(InputStream list) {
    return new PhotoSource() {
      @Override
      public void each(Receiver receiver) throws IOException {
        lines(list, receiver);
      }

      @Override
      public OptionalLong count() {
        return OptionalLong.empty();
      }
    };
  }

  private static void lines(InputStream in, Receiver receiver) throws IOException {
    // Lenient: a path in another encoding is one photo that is not found, and stops no other.
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    boolean first = true;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String path = first && line.startsWith("\uFEFF") ? line.substring(1) : line;
      first = false;
      if (path.isBlank()) {
        continue;
      }
      Path file;
      try {
        file = Path.of(path);
      } catch (InvalidPathException e) {
        receiver.failed(path, path + ": found no path: " + e.getReason());
        continue;
      }
      receiver.photo(file);
    }
  }
}
