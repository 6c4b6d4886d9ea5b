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
import dev.flowers.home.Home;
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
    Map<String, String> filters = criteria.getFilters() == null ? Map.of() : criteria.getFilters();
    Opened<T> opened;
    try {
      opened = open(filters, criteria.getProgress());
    } catch (ModelUnavailableException e) {
      if (artifactId.equals(criteria.getArtifactId())) {
        throw e; // it was asked for: DJL would bury the message under one of its own
      }
      throw new ModelNotFoundException(e.getMessage(), e);
    }
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

  @SuppressWarnings("unchecked") // the types were compared by loadModel
  private <I, O> Translator<I, O> translator(Criteria<I, O> criteria, Opened<T> opened)
      throws IOException, TranslateException {
    TranslatorFactory factory = criteria.getTranslatorFactory();
    if (factory == null) {
      return (Translator<I, O>) opened.translator();
    }
    return factory.newInstance(
        criteria.getInputClass(), criteria.getOutputClass(), opened.model(), Map.of());
  }

  @Override
  public final <I, O> boolean isDownloaded(Criteria<I, O> criteria) throws IOException {
    return present();
  }

  /** Whether the model can be opened without fetching anything. */
  abstract boolean present() throws IOException;

  @Override
  public final String toString() {
    return getGroupId() + ":" + artifactId + " in " + home.root();
  }
}
