package dev.flowers.cli;

import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.Embedder;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a head is trained on. */
final class TrainingSource {
  @Mixin PhotosOption photos;
  @Mixin WeightsOption weights;
  @Mixin AugmentOption augment;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Train on this TFRecord of label and code instead of on photos. Such a model can be"
              + " evaluated; to predict, it needs the trunk that made the codes.")
  @Nullable Path embeddings;

  /**
   * Embeddings that are up to date.
   *
   * @param tfrecord the file
   * @param photos the folder that was embedded; empty when unknown
   * @param exitCode what the command ends with, if all else is well
   */
  record Ready(Path tfrecord, String photos, int exitCode) {}

  /** Refuses options that a TFRecord leaves nothing to do for. */
  void refuseUnused() {
    if (embeddings == null) {
      return;
    }
    List<String> unused = new ArrayList<>();
    if (photos.directory != null) {
      unused.add("--photos");
    }
    if (weights.file != null) {
      unused.add("--weights");
    }
    if (photos.strict) {
      unused.add("--strict");
    }
    if (augment.with != Augmentation.NONE) {
      unused.add("--augment");
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "--embeddings with "
              + String.join(", ", unused)
              + ": expected one or the other; the embeddings are trained on as they are");
    }
  }

  /** Does what is missing: fetches, converts, embeds. */
  Ready prepare(Home home, Steps steps) throws IOException {
    if (embeddings != null) {
      return new Ready(embeddings, "", 0);
    }
    Path folder = photos.in(steps);
    ConvertedTrunk trunk = weights.trunk(home, steps);
    Path tfrecord = steps.embeddings(folder, trunk, augment.with);
    Embedder.Result result = steps.embed(folder, trunk, tfrecord, augment.with);
    return new Ready(tfrecord, folder.toAbsolutePath().toString(), photos.exitCode(result));
  }
}
