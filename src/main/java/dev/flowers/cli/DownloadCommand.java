package dev.flowers.cli;

import dev.flowers.download.PublicFiles;
import dev.flowers.storage.Home;
import dev.flowers.storage.HomeLock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowers download}. */
@Command(
    name = "download",
    header = "Fetch the public flower photos and the VGG16 weights into the home.",
    description = {
      "",
      "A broken download goes on where it stopped. The photos (229 MB) are checked against their"
          + " published SHA-256; of the weights (553 MB) none is published: their structure is checked,"
          + " and what came is recorded.",
      ""
    })
final class DownloadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin HomeOption home;

  @Parameters(
      arity = "0..*",
      paramLabel = "WHAT",
      description = "${COMPLETION-CANDIDATES}; without it, both.")
  List<What> what = List.of(What.PHOTOS, What.WEIGHTS);

  @Option(
      names = "--from",
      paramLabel = "URL|FILE",
      description = "Take it from a mirror, or from a file that you fetched by hand.")
  @Nullable String from;

  /** The two public files. */
  enum What {
    PHOTOS,
    WEIGHTS
  }

  DownloadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String place = from;
    if (place != null && what.size() != 1) {
      throw new IllegalArgumentException("--from: say which one it is: photos or weights");
    }
    Home directory = home.home();
    try (HomeLock lock = HomeLock.take(directory)) {
      Steps steps = new Steps(terminal, directory);
      for (What file : what) {
        if (file == What.PHOTOS) {
          var source = PublicFiles.flowerPhotos();
          steps.downloadPhotos(place == null ? source : source.at(place));
        } else {
          var source = PublicFiles.vgg16Weights();
          steps.downloadWeights(place == null ? source : source.at(place));
        }
      }
    }
    return 0;
  }
}
