package dev.flowers.cli;

import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.training.DataPreparation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowers download}. */
@Command(
    name = "download",
    header = "Download the public flower photos and the VGG16 weights into the home.",
    description = {
      "",
      "An interrupted download is resumed. The photos (229 MB) are checked against their published"
          + " SHA-256; none is published for the weights (553 MB): their structure is checked, and"
          + " their checksum is recorded.",
      ""
    })
final class DownloadCommand extends Subcommand {
  @Mixin HomeOption home;

  @Parameters(
      arity = "0..*",
      paramLabel = "WHAT",
      description = "photos or weights; without it, both.")
  List<What> what = List.of(What.PHOTOS, What.WEIGHTS);

  @Option(
      names = "--from",
      paramLabel = "URL|FILE",
      description = "Take it from a mirror, or from a file that was downloaded by hand.")
  @Nullable String from;

  /** The two public files. */
  enum What {
    PHOTOS,
    WEIGHTS
  }

  @Override
  public Integer call() throws IOException {
    if (from != null && what.size() != 1) {
      throw usage(
          "--from: found " + what.size() + " files to download, expected photos or weights");
    }
    try (PipelineOutput output = new PipelineOutput(terminal())) {
      DataPreparation preparation = new DataPreparation(home.home(), output);
      for (What file : what) {
        if (file == What.PHOTOS) {
          preparation.downloadPhotos(source(PublicFiles.flowerPhotos()));
        } else {
          preparation.downloadWeights(source(PublicFiles.vgg16Weights()));
        }
      }
    }
    return 0;
  }

  private Source source(Source published) {
    String place = from;
    return place == null ? published : valid(() -> published.at(place));
  }
}
