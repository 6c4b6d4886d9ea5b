package dev.flowers.zoo;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.util.Progress;
import dev.flowers.storage.Home;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens a published model: its current version, or the one that the filter {@code version} names.
 */
final class ClassifierLoader extends HomeModelLoader<Classifications> {
  private static final String VERSION = "version";

  ClassifierLoader(Home home, String name) {
    super(home, name, Classifications.class);
  }

  @Override
  Set<String> filters() {
    return Set.of(VERSION);
  }

  @Override
  Opened<Classifications> open(Request request) throws IOException {
    String version = request.filters().get(VERSION);
    String reference = version == null ? getArtifactId() : getArtifactId() + ":" + version;
    PublishedModel published = new ModelRepository(home).find(reference);
    LoadedModel loaded =
        published.open(
            new TrunkStore(home.trunk()), request.precision(), request.name(), request.device());
    Model model = loaded.network().model();
    model.setProperty(VERSION, Integer.toString(published.version()));
    return new Opened<>(
        model,
        loaded.network().translator(row -> LoadedModel.classifications(loaded.classes(), row)));
  }

  @Override
  boolean present() throws IOException {
    return !new ModelRepository(home).versions(getArtifactId()).isEmpty();
  }

  @Override
  void fetch(@Nullable Progress progress) throws IOException {
    // It is made here, not fetched: finding it says which command makes it.
    new ModelRepository(home).find(getArtifactId());
  }
}
