package dev.flowers.zoo;

import ai.djl.util.Progress;
import dev.flowers.download.DownloadProgress;
import dev.flowers.storage.Home;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkProvider;
import dev.flowers.trunk.VggTopology;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens a trunk as a feature extractor. Which weights, and whether they are downloaded and
 * converted first, is {@link TrunkProvider}'s to decide.
 */
final class TrunkLoader extends HomeModelLoader<float[]> {
  private final TrunkProvider provider;

  private final VggTopology topology;

  TrunkLoader(Home home, VggTopology topology) {
    super(home, topology.id(), float[].class);
    this.topology = topology;
    this.provider = new TrunkProvider(home);
  }

  @Override
  Set<String> filters() {
    return Set.of();
  }

  @Override
  Opened<float[]> open(Request request) throws IOException {
    ConvertedTrunk provided =
        provided(request.progress()).requireFullSize().in(request.precision());
    Trunk trunk = Trunk.open(provided, request.name(), request.device());
    return new Opened<>(trunk.model(), trunk.translator());
  }

  private ConvertedTrunk provided(@Nullable Progress progress) throws IOException {
    return provider.provide(topology, progress == null ? DownloadProgress.silent() : progress);
  }

  /** Of the trunks only the usual one, whatever else is in the home. */
  @Override
  boolean loadsUnnamed() {
    return topology == VggTopology.VGG16_RELU6;
  }

  @Override
  boolean present() throws IOException {
    return provider.available(topology);
  }

  @Override
  void fetch(@Nullable Progress progress) throws IOException {
    provided(progress);
  }
}
