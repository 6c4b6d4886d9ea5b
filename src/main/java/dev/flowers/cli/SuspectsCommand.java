package dev.flowers.cli;

import dev.flowers.dataset.Folds;
import dev.flowers.storage.Quantity;
import dev.flowers.training.LabelReview;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers suspects}. */
@Command(
    name = "suspects",
    header = "Find photos whose labels may be wrong, and mend the labels on a page.",
    description = {
      "",
      "Each photo is classified by a head that was not trained on it (cross-validation); confident"
          + " learning says which labels are suspect. Writes a table of all photos, the suspects first"
          + " with the suggested class, and a page beside it that shows the suspects and saves the"
          + " mended table for --labels. No photo is moved or changed.",
      ""
    })
final class SuspectsCommand extends Subcommand {
  @Mixin HomeOption home;
  @Mixin PhotosOption photos;
  @Mixin TrunkOption trunk;
  @Mixin PrecisionOption precision;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The table to write; the page has its name and .html. Earlier ones are replaced, but no other"
              + " file. Default: ${DEFAULT-VALUE}.")
  Path out = Path.of("suspects.csv");

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = "Number of folds, and of heads. Default: ${DEFAULT-VALUE}.")
  int folds = 5;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another seed, other folds. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Override
  public Integer call() throws IOException {
    Folds dealt = valid(() -> new Folds(folds, seed));
    try (PipelineOutput output = new PipelineOutput(terminal())) {
      LabelReview.Result result =
          new LabelReview(home.home(), output, LabelReview.linearHead(), dealt)
              .write(photos.directory, photos.labels, trunk.wanted(), precision.asked(), out);
      terminal()
          .out()
          .println(
              Quantity.of(result.suspects(), "suspect label")
                  + " among "
                  + Quantity.of(result.photos(), "photo")
                  + " → "
                  + result.table()
                  + ", "
                  + result.page());
      return photos.exitCode(result.embeddings().skipped());
    }
  }
}
