package dev.flowers.cli;

import dev.flowers.embedding.Augmentation;
import picocli.CommandLine.Option;

/** What is trained on beside the photos. */
final class AugmentOption {
  @Option(
      names = "--augment",
      paramLabel = "WITH",
      description =
          "Embed each photo's mirror image, too (flip), and train on it; the model is chosen and"
              + " measured on photos alone. ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Augmentation with = Augmentation.NONE;
}
