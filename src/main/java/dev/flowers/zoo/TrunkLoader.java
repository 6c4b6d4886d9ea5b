package dev.flowers.zoo;

import ai.djl.Application;
import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;
import dev.flowers.download.Downloader;
import dev.flowers.download.PublicFiles;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens VGG16 up to relu6 as a feature extractor. Fetches the public weights and converts them if
 * that was not done before.
 */
final class TrunkLoader extends HomeModelLoader<float[]> {
  static final String ARTIFACT_ID = "vgg16-relu6";

  TrunkLoader(Home home) {
    super(home, ARTIFACT_ID, Application.CV.IMAGE_CLASSIFICATION, float[].class);
  }

  @Override
  Opened<float[]> open(Map<String, String> filters, @Nullable Progress progress)
      throws IOException {
    ConvertedTrunk trunk = converted(progress).requireVgg16();
    return new Opened<>(Trunk.openModel(trunk), Trunk.translator());
  }

  private ConvertedTrunk converted(@Nullable Progress progress) throws IOException {
    TrunkStore store = new TrunkStore(home.trunk());
    if (!Files.exists(weights())) {
      Optional<ConvertedTrunk> earlier = store.convertedFromName(fileName());
      if (earlier.isPresent()) {
        return earlier.get();
      }
      download(progress);
    }
    return store.convert(weights(), bytes -> {});
  }

  private void download(@Nullable Progress progress) throws IOException {
    DownloadProgress told =
        progress == null
            ? DownloadProgress.none()
            : DownloadProgress.to(progress, "Downloading " + fileName());
    new Downloader().fetch(PublicFiles.vgg16Weights(), weights(), told);
    if (progress != null) {
      progress.end();
    }
  }

  private Path weights() {
    return home.weights().resolve("vgg16.npy");
  }

  private String fileName() {
    return weights().getFileName().toString();
  }

  @Override
  boolean present() throws IOException {
    return Files.exists(weights())
        || new TrunkStore(home.trunk()).convertedFromName(fileName()).isPresent();
  }

  @Override
  void fetch(@Nullable Progress progress) throws IOException {
    converted(progress);
  }
}
