package dev.flowers.head;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.storage.AtomicFile;
import dev.flowers.storage.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The photos that a head was fitted to: trained on, or used to choose the epoch and to calibrate.
 * Its figures on them say nothing about other photos.
 */
public sealed interface SeenPhotos {
  /** The file in a model's directory. */
  String FILE = "seen.txt";

  /** Says whether the head was fitted to a photo, by the photo's id. */
  boolean contains(String id);

  /** Returns those of a file that a head was trained on. */
  static Listed of(EmbeddingFile file, Provenance head) {
    return new Listed(
        IntStream.of(file.rowsById())
            .filter(row -> head.part(file.id(row), file.label(row)) != Split.Part.TEST)
            .mapToObj(file::id)
            .map(Listed::prefix)
            .toList());
  }

  /**
   * Reads those of a model.
   *
   * @param directory the model's, which has no list if an earlier version made it: then the parts
   *     tell
   * @param head what its head was made from
   * @param classes how many classes it has
   * @throws IOException if the list cannot be read
   */
  static SeenPhotos load(Path directory, Provenance head, int classes) throws IOException {
    Path file = directory.resolve(FILE);
    return Files.exists(file)
        ? new Listed(TextFile.lines(file))
        : new ByParts(head, Math.max(1, classes));
  }

  /**
   * By a list.
   *
   * @param prefixes the first 16 characters of the ids, sorted: that two of a million photos agree
   *     in these has a chance of 3e-8
   */
  record Listed(List<String> prefixes) implements SeenPhotos {
    private static final int PREFIX = 16;

    /** Copies and sorts. */
    public Listed {
      prefixes = prefixes.stream().sorted().distinct().toList();
    }

    static String prefix(String id) {
      return id.substring(0, Math.min(PREFIX, id.length()));
    }

    @Override
    public boolean contains(String id) {
      return Collections.binarySearch(prefixes, prefix(id)) >= 0;
    }

    /**
     * Writes {@link #FILE}, a line a photo.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path directory) throws IOException {
      AtomicFile.write(directory.resolve(FILE), String.join("\n", prefixes) + "\n");
    }
  }

  /**
   * By the parts, where there is no list. A photo whose part depends on its label counts as seen:
   * its label may have been another one.
   *
   * @param head what the head was made from
   * @param classes how many classes it has, at least 1
   */
  record ByParts(Provenance head, int classes) implements SeenPhotos {
    @Override
    public boolean contains(String id) {
      return IntStream.range(0, classes).anyMatch(c -> head.part(id, c) != Split.Part.TEST);
    }
  }
}
