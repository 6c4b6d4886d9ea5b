package dev.flowers.cli;

import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.training.DataPreparation;
import dev.flowers.trunk.store.PublicWeights;
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
          + " SHA-256. The weights (553 MB) are vgg16.npy, of which no checksum is published: its"
          + " structure is checked, and its checksum is recorded. Where it cannot be fetched, Keras's"
          + " file of the same weights is, and checked against its published MD5.",
      ""
    })
final class DownloadCommand extends Subcommand {
  @Mixin HomeOption home;

  @Parameters(
      arity = "0..*",
      paramLabel = "WHAT",
      description = "photos or weights; without it, both, or the weights alone with --weights.")
  List<What> what = List.of();

  @Option(
      names = "--weights",
      paramLabel = "KIND",
      description =
          "Which weights: npy, VGG16's vgg16.npy alone; keras, the same from Keras; keras-notop,"
              + " VGG16's convolutions (59 MB); keras-vgg19 and keras-vgg19-notop. Without it, npy,"
              + " else keras.")
  @Nullable PublicWeights weights;

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
    List<What> files = what;
    if (files.isEmpty()) {
      files = weights == null ? List.of(What.PHOTOS, What.WEIGHTS) : List.of(What.WEIGHTS);
    }
    if (weights != null && !files.contains(What.WEIGHTS)) {
      throw usage("--weights: found photos to download, expected weights");
    }
    if (from != null && files.size() != 1) {
      throw usage(
          "--from: found " + files.size() + " files to download, expected photos or weights");
    }
    try (PipelineOutput output = new PipelineOutput(terminal())) {
      DataPreparation preparation = new DataPreparation(home.home(), output);
      for (What file : files) {
        if (file == What.PHOTOS) {
          preparation.downloadPhotos(source(PublicFiles.flowerPhotos()));
        } else if (weights == null && from == null) {
          preparation.downloadWeights();
        } else {
          Source published = (weights == null ? PublicWeights.NPY : weights).source();
          preparation.downloadWeights(published, source(published));
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
