package dev.flowers.cli;

import dev.flowers.head.EpochResult;
import dev.flowers.head.HeadOptions;
import dev.flowers.tensorboard.TrainingLog;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether TensorBoard is to see the training. */
final class TensorBoardMixin {
  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Write loss, accuracy and learning rate of each epoch for TensorBoard, into a new folder"
              + " in DIR; look at them with tensorboard --logdir DIR.")
  @Nullable Path directory;

  /** A training that tells each epoch. */
  interface Training {
    PublishedModel run(Consumer<EpochResult> onEpoch) throws IOException;
  }

  /** Makes the directory, if one was named, or says why it cannot, before anything takes long. */
  void prepare() throws IOException {
    if (directory != null) {
      Files.createDirectories(directory);
    }
  }

  /** Runs a training and logs it, if that was asked for. */
  PublishedModel log(HeadOptions options, Training training) throws IOException {
    if (directory == null) {
      return training.run(epoch -> {});
    }
    try (TrainingLog log = TrainingLog.in(directory, options)) {
      PublishedModel model = training.run(log);
      ModelProvenance provenance = model.provenance();
      if (provenance.test().photos() > 0) {
        log.test(
            provenance.head().bestEpoch(), provenance.test().loss(), provenance.test().accuracy());
      }
      return model;
    }
  }
}
