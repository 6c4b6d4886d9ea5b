package dev.flowers.zoo;

import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;
import dev.flowers.storage.Home;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.store.TrunkProvider;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens a trunk as a feature extractor. Which weights, and whether they are downloaded and
 * converted first, is {@link TrunkProvider}'s to decide.
 */
final class TrunkLoader extends HomeModelLoader<float[]> {
  private final TrunkProvider provider;

  TrunkLoader(Home home, String id) {
    super(home, id, float[].class);
    this.provider = new TrunkProvider(home);
  }

  @Override
  Set<String> filters() {
    return Set.of();
  }

  @Override
  Opened<float[]> open(Request request) throws IOException {
    Trunk trunk = provided(request.progress()).in(request.precision());
    RunningTrunk running = trunk.open(request.name(), request.device());
    return new Opened<>(running.model(), running.translator());
  }

  private Trunk provided(@Nullable Progress progress) throws IOException {
    return provider.providePublic(
        getArtifactId(), progress == null ? DownloadProgress.silent() : progress);
  }

  /** Of the trunks only the usual one, whatever else is in the home. */
  @Override
  boolean loadsUnnamed() {
    return getArtifactId().equals(TrunkProvider.USUAL);
  }

  @Override
  boolean present() throws IOException {
    return provider.available(getArtifactId());
  }

  @Override
  void fetch(@Nullable Progress progress) throws IOException {
    provided(progress);
  }
}
