package dev.flowers.zoo;

import ai.djl.Application;
import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Progress;
import dev.flowers.storage.Home;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the loaders of this zoo have in common: a model that is opened from the home, on the
 * TensorFlow engine, with a translator from images to {@code output}.
 *
 * @param <T> what the model's own translator makes of an image
 */
abstract class HomeModelLoader<T> implements ModelLoader {
  private final String artifactId;
  private final Application application;
  private final Class<T> output;
  final Home home;

  HomeModelLoader(Home home, String artifactId, Application application, Class<T> output) {
    this.home = home;
    this.artifactId = artifactId;
    this.application = application;
    this.output = output;
  }

  /** A model that is open, and its translator. */
  record Opened<T>(Model model, Translator<Image, T> translator) {}

  /**
   * Opens the model.
   *
   * @param filters what the criteria ask for beyond the name
   * @param progress told of what has to be made or fetched first
   * @throws ModelUnavailableException if it is not there; the message says which command makes it
   */
  abstract Opened<T> open(Map<String, String> filters, @Nullable Progress progress)
      throws IOException;

  @Override
  public final String getGroupId() {
    return FlowersModelZoo.GROUP_ID;
  }

  @Override
  public final String getArtifactId() {
    return artifactId;
  }

  @Override
  public final Application getApplication() {
    return application;
  }

  @Override
  public final MRL getMrl() {
    return MRL.model(
        Repository.newInstance(getGroupId(), home.zoo()),
        application,
        getGroupId(),
        artifactId,
        null,
        null);
  }

  @Override
  public final <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
      throws IOException, ModelNotFoundException {
    TranslatorFactory factory = criteria.getTranslatorFactory();
    boolean own = criteria.getInputClass() == Image.class && criteria.getOutputClass() == output;
    if (factory == null && !own) {
      throw new ModelNotFoundException(
          artifactId
              + ": found types "
              + criteria.getInputClass()
              + " and "
              + criteria.getOutputClass()
              + ", expected ai.djl.modality.cv.Image and "
              + output.getTypeName()
              + ", or a translator");
    }
    Opened<T> opened = open(criteria);
    boolean loaded = false;
    try {
      ZooModel<I, O> model = new ZooModel<>(opened.model(), translator(criteria, opened));
      loaded = true;
      return model;
    } catch (TranslateException e) {
      throw new ModelNotFoundException(artifactId + ": " + e.getMessage(), e);
    } finally {
      if (!loaded) {
        opened.model().close();
      }
    }
  }

  /**
   * If the model was not asked for by name, DJL is trying all that fit: then nothing is fetched for
   * it, and what is wrong with it is no reason not to try the next one.
   */
  private Opened<T> open(Criteria<?, ?> criteria) throws IOException, ModelNotFoundException {
    Map<String, String> filters = criteria.getFilters() == null ? Map.of() : criteria.getFilters();
    if (named(criteria)) {
      return open(filters, criteria.getProgress());
    }
    if (!present()) {
      throw new ModelNotFoundException(
          this
              + ": is not there yet; a criteria with optArtifactId(\""
              + artifactId
              + "\") says more");
    }
    try {
      return open(filters, criteria.getProgress());
    } catch (IOException e) {
      throw new ModelNotFoundException(e.getMessage(), e);
    }
  }

  private boolean named(Criteria<?, ?> criteria) {
    return artifactId.equals(criteria.getArtifactId());
  }

  @SuppressWarnings("unchecked") // the types were compared by loadModel
  private <I, O> Translator<I, O> translator(Criteria<I, O> criteria, Opened<T> opened)
      throws IOException, TranslateException {
    TranslatorFactory factory = criteria.getTranslatorFactory();
    if (factory == null) {
      return (Translator<I, O>) opened.translator();
    }
    Map<String, Object> arguments = criteria.getArguments();
    return factory.newInstance(
        criteria.getInputClass(),
        criteria.getOutputClass(),
        opened.model(),
        arguments == null ? Map.of() : arguments);
  }

  @Override
  public final <I, O> boolean isDownloaded(Criteria<I, O> criteria) throws IOException {
    return present();
  }

  @Override
  public final <I, O> void downloadModel(Criteria<I, O> criteria, @Nullable Progress progress)
      throws IOException {
    if (named(criteria)) {
      fetch(progress);
    }
  }

  /** Whether the model can be opened without fetching anything. */
  abstract boolean present() throws IOException;

  /**
   * Sees to it that the model is there.
   *
   * @throws ModelUnavailableException if it cannot be fetched; the message says which command makes
   *     it
   */
  abstract void fetch(@Nullable Progress progress) throws IOException;

  @Override
  public final String toString() {
    return getGroupId() + ":" + artifactId + " in " + home.root();
  }
}
