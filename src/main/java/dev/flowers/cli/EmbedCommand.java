package dev.flowers.cli;

import dev.flowers.training.DataPreparation;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers embed}. */
@Command(
    name = "embed",
    header = "Compute the embedding of each photo, once.",
    description = {
      "",
      "The embeddings go into a TFRecord in the home. A photo is identified by its content: one that"
          + " was renamed, moved or embedded before is not computed again, and a killed run is"
          + " resumed.",
      ""
    })
final class EmbedCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin PhotosOption photos;
  @Mixin TrunkOption trunk;
  @Mixin PrecisionOption precision;
  @Mixin AugmentOption augment;

  @Override
  public Integer call() throws IOException {
    try (PipelineOutput output = new PipelineOutput(terminal())) {
      DataPreparation preparation = new DataPreparation(home.home(), output, precision.asked());
      return photos.exitCode(
          preparation.embed(photos.directory, trunk.wanted(), augment.with).skipped());
    }
  }
}
