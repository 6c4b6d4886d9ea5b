package dev.flowers.cli;

import dev.flowers.dataset.Split;
import dev.flowers.embedding.Augmentation;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.home.Home;
import dev.flowers.home.HomeLock;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers train}. */
@Command(
    name = "train",
    header = "Train a classifier on your photos, evaluate it and publish it.",
    description = {
      "",
      "Does whatever is missing: converts the weights, embeds the photos, fits the head, measures it"
          + " on photos that it has not seen, and publishes it as a new version in the home's zoo.",
      ""
    })
final class TrainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;
  @Mixin PhotosOption photos;
  @Mixin WeightsOption weights;
  @Mixin AugmentOption augment;
  @Mixin HeadMixin head;
  @Mixin TensorBoardMixin tensorBoard;

  @Option(
      names = "--embeddings",
      paramLabel = "FILE",
      description =
          "Train on this TFRecord of label and code instead of on photos. Such a model can be"
              + " evaluated; to predict, it needs the trunk that made the codes.")
  @Nullable Path embeddings;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Publish under this name. Default: ${DEFAULT-VALUE}.")
  String name = ModelRepository.DEFAULT_NAME;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Options that a TFRecord leaves nothing to do for. */
  private void refuseUnused() {
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

  @Override
  public Integer call() throws IOException {
    refuseUnused();
    // Wrong options must not show only after an hour of embedding.
    HeadOptions options = head.options();
    Split split = head.split();
    ModelRepository.checkName(name);
    tensorBoard.prepare();
    Home directory = home.home();
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      Path tfrecord = embeddings;
      String source;
      int exitCode;
      if (tfrecord == null) {
        Path folder = photos.in(steps);
        ConvertedTrunk trunk = weights.trunk(directory, steps);
        tfrecord = steps.embeddings(folder, trunk, augment.with);
        Embedder.Result result = steps.embed(folder, trunk, tfrecord, augment.with);
        exitCode = photos.exitCode(result);
        source = folder.toAbsolutePath().toString();
      } else {
        source = "";
        exitCode = 0;
      }
      try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
        tensorBoard.log(
            options.learningRate(),
            onEpoch -> steps.train(file, source, split, options, name, "", onEpoch));
      }
      return exitCode;
    }
  }
}
