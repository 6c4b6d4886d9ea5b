package dev.flowers.embedding;

import dev.flowers.dataset.SplitPhoto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which photos of embeddings are copies of each other, exact or near. A group has one key, the
 * smallest id in it, and is never separated by a split or by folds.
 *
 * @param keys the key of each photo by its id; a photo without a near copy may be left out
 */
public record DuplicateGroups(Map<String, String> keys) {
  /** Copies the map. */
  public DuplicateGroups {
    keys = Map.copyOf(keys);
  }

  /** Groups only photos of the same content, which have one id. */
  public static DuplicateGroups exact() {
    return new DuplicateGroups(Map.of());
  }

  /**
   * Groups photos that are near copies of each other, too: scaled, compressed again, cropped a
   * little, mirrored. Two photos that are each a copy of a third are in one group.
   *
   * <p>Some seconds for thousands of photos, some minutes for 100,000.
   *
   * @param photos the folder that the file's paths are in, to look at photos of which the
   *     embeddings leave doubt; empty where they are not there
   * @throws IOException if the embeddings cannot be read
   */
  public static DuplicateGroups find(EmbeddingFile file, Optional<Path> photos) throws IOException {
    return new DuplicateGroups(new NearDuplicates(file, photos).keys());
  }

  /** Returns the key of the group of a photo; its own id if it has no copy. */
  public String key(String id) {
    return keys.getOrDefault(id, id);
  }

  /** Returns a file's photos as a split takes them. */
  public List<SplitPhoto> splitPhotos(EmbeddingFile file) {
    List<SplitPhoto> photos = new ArrayList<>();
    for (int row : file.rowsById()) {
      String id = file.id(row);
      photos.add(new SplitPhoto(id, file.label(row), key(id), file.part(row)));
    }
    return photos;
  }

  /**
   * Returns the groups of two photos or more, as rows: those across classes first, then the larger
   * ones.
   */
  public List<List<Integer>> rows(EmbeddingFile file) {
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int row : file.rowsById()) {
      groups.computeIfAbsent(key(file.id(row)), key -> new ArrayList<>()).add(row);
    }
    List<List<Integer>> several =
        new ArrayList<>(groups.values().stream().filter(group -> group.size() > 1).toList());
    several.sort(
        Comparator.comparing((List<Integer> group) -> !acrossClasses(file, group))
            .thenComparing(group -> -group.size()));
    return several;
  }

  /** Says whether photos of a group have different classes. */
  public static boolean acrossClasses(EmbeddingFile file, List<Integer> group) {
    return group.stream().map(file::label).distinct().count() > 1;
  }
}
