package dev.flowers.cli;

import dev.flowers.embedding.Augmentation;
import picocli.CommandLine.Option;

/** The {@code --augment} option: data augmentation. */
final class AugmentOption {
  @Option(
      names = "--augment",
      paramLabel = "WITH",
      description =
          "Data augmentation: with flip, each photo's mirror image is embedded and trained on, too;"
              + " validation and test use photos only. One of: none, flip. Default: none.")
  Augmentation with = Augmentation.NONE;
}
