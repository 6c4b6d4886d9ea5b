package dev.flowers.spark;

import dev.flowers.embedding.ShardManifest;
import dev.flowers.storage.JsonFormat;
import java.util.List;

/**
 * What an attempt of a task has written, under names of its own. Its JSON is written behind the
 * files: where it is, they are complete.
 *
 * @param run which run it was of
 * @param partition which of its partitions: two attempts of one have the same photos
 * @param photos the folder of the photos; empty if there is none
 * @param trunk the identity of the trunk
 * @param classes the class names, sorted
 * @param shard the files, under the attempt's names
 * @param skipped the photos of its index that have no record
 * @param process which process it ran in, and how many trunks that has opened
 */
record EmbeddingAttempt(
    String run,
    int partition,
    String photos,
    String trunk,
    List<String> classes,
    ShardManifest.Shard shard,
    List<ShardManifest.SkippedPhoto> skipped,
    String process) {
  static final JsonFormat<EmbeddingAttempt> JSON = JsonFormat.of(EmbeddingAttempt.class, 2);

  EmbeddingAttempt {
    classes = List.copyOf(classes);
    skipped = List.copyOf(skipped);
  }

  /** Whether its shard can be part of what this one's is. */
  boolean belongsWith(String otherPhotos, String otherTrunk, List<String> otherClasses) {
    return photos.equals(otherPhotos) && trunk.equals(otherTrunk) && classes.equals(otherClasses);
  }
}
