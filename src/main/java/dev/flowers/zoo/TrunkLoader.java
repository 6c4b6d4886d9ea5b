package dev.flowers.zoo;

import ai.djl.Application;
import ai.djl.util.Progress;
import dev.flowers.download.SilentProgress;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkProvider;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens VGG16 up to relu6 as a feature extractor. Which weights, and whether they are downloaded
 * and converted first, is {@link TrunkProvider}'s to decide.
 */
final class TrunkLoader extends HomeModelLoader<float[]> {
  static final String ARTIFACT_ID = "vgg16-relu6";

  private final TrunkProvider provider;

  TrunkLoader(Home home) {
    super(home, ARTIFACT_ID, Application.CV.IMAGE_CLASSIFICATION, float[].class);
    this.provider = new TrunkProvider(home);
  }

  @Override
  Opened<float[]> open(Map<String, String> filters, @Nullable Progress progress)
      throws IOException {
    return new Opened<>(Trunk.openModel(provided(progress).requireVgg16()), Trunk.translator());
  }

  private ConvertedTrunk provided(@Nullable Progress progress) throws IOException {
    return provider.provide("", progress == null ? new SilentProgress() : progress);
  }

  @Override
  boolean present() throws IOException {
    return provider.available();
  }

  @Override
  void fetch(@Nullable Progress progress) throws IOException {
    provided(progress);
  }
}
