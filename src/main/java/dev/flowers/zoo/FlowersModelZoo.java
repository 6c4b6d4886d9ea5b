package dev.flowers.zoo;

import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import dev.flowers.download.Descriptor;
import dev.flowers.storage.Home;
import dev.flowers.trunk.store.TrunkProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of this toolkit, in group {@code dev.flowers}: {@code flowers-vgg16} and whatever else
 * was published in a home (Image → Classifications), and the trunks whose weights are public (Image
 * → float[]), see {@link TrunkProvider#PUBLIC_IDS}.
 *
 * <p>Looks into the home at each call, so that a model is found as soon as it is published.
 */
public final class FlowersModelZoo extends ModelZoo {
  /** DJL's group id of all models here. */
  public static final String GROUP_ID = Descriptor.GROUP_ID;

  static final String ENGINE = "TensorFlow";

  private static final Logger logger = LoggerFactory.getLogger(FlowersModelZoo.class);

  private final Supplier<Home> home;

  /** The models of the user's home, which is the one that DJL knows by itself. */
  public FlowersModelZoo() {
    this.home = Home::standard;
  }

  /** The models of another home, for {@code Criteria.optModelZoo}. */
  public FlowersModelZoo(Home home) {
    this.home = () -> home;
  }

  @Override
  public String getGroupId() {
    return GROUP_ID;
  }

  @Override
  public Set<String> getSupportedEngines() {
    return Set.of(ENGINE);
  }

  @Override
  public Collection<ModelLoader> getModelLoaders() {
    Home present = home.get();
    Set<String> names = new TreeSet<>(Set.of(ModelRepository.DEFAULT_NAME));
    try {
      names.addAll(new ModelRepository(present).names());
    } catch (IOException e) {
      // DJL asks every zoo; a home that cannot be read must not keep it from the others' models.
      logger.warn("{}: only models of the standard names are looked for", present.zoo(), e);
    }
    List<ModelLoader> loaders = new ArrayList<>();
    for (String name : names) {
      loaders.add(new ClassifierLoader(present, name));
    }
    // DJL's error is that of the last loader it asked: the usual trunk.
    List<String> trunks = new ArrayList<>(TrunkProvider.PUBLIC_IDS);
    Collections.reverse(trunks);
    for (String trunk : trunks) {
      loaders.add(new TrunkLoader(present, trunk));
    }
    return loaders;
  }

  @Override
  public @Nullable ModelLoader getModelLoader(String name) {
    return getModelLoaders().stream()
        .filter(loader -> loader.getArtifactId().equals(name))
        .findFirst()
        .orElse(null);
  }
}
