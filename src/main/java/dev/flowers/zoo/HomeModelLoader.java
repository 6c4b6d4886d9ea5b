package dev.flowers.zoo;

import ai.djl.Application;
import ai.djl.Device;
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
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.Precision;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the loaders of this zoo have in common: a model that is opened from the home, on the trunk's
 * engine, with a translator from images to {@code output}.
 *
 * <p>Of a {@code Criteria} it honours the types, the name, the device, the progress, the translator
 * with its arguments, the option {@code precision}, and the filters that a loader knows. Anything
 * else is refused by its name, for a setting that does nothing is worse than an error.
 *
 * @param <T> what the model's own translator makes of an image
 */
abstract class HomeModelLoader<T> implements ModelLoader {
  private static final String PRECISION = "precision";
  private static final String AUTO = "auto";
  private static final Application APPLICATION = Application.CV.IMAGE_CLASSIFICATION;

  private final String artifactId;
  private final Class<T> output;
  final Home home;

  HomeModelLoader(Home home, String artifactId, Class<T> output) {
    this.home = home;
    this.artifactId = artifactId;
    this.output = output;
  }

  /**
   * What a loader needs to know of a criteria.
   *
   * @param filters what is asked for beyond the artifact, all of them {@linkplain #filters known}
   * @param name how the model is to be called
   * @param device none for the engine's default device
   * @param precision in which the trunk runs; none for its best
   * @param progress told of what has to be made or fetched first
   */
  record Request(
      Map<String, String> filters,
      String name,
      @Nullable Device device,
      Optional<Precision> precision,
      @Nullable Progress progress) {}

  /** A model that is open, and its translator. */
  record Opened<T>(Model model, Translator<Image, T> translator) {}

  /** The filters that {@link #open} honours. */
  abstract Set<String> filters();

  /**
   * Opens the model.
   *
   * @throws ModelUnavailableException if it is not there; the message says which command makes it
   * @throws IllegalArgumentException if the engine has no such device
   */
  abstract Opened<T> open(Request request) throws IOException;

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
    return APPLICATION;
  }

  @Override
  public final MRL getMrl() {
    return MRL.model(
        Repository.newInstance(getGroupId(), home.zoo()),
        APPLICATION,
        getGroupId(),
        artifactId,
        null,
        null);
  }

  /**
   * Loads the model.
   *
   * @throws IllegalArgumentException if a criteria that asks for this zoo or this model has a
   *     setting that is not known here, or a device that the engine does not have
   * @throws ModelNotFoundException if the types are others, or, for a criteria that asks for any
   *     model that fits, if this one does not
   */
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
    Opened<T> opened;
    try {
      checkKnown(criteria);
      opened = open(criteria);
    } catch (IllegalArgumentException e) {
      if (asksForUs(criteria)) {
        throw e;
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

  private void checkKnown(Criteria<?, ?> criteria) {
    checkKnown("filter", criteria.getFilters(), filters());
    checkKnown("option", criteria.getOptions(), Set.of(PRECISION));
    if (criteria.getTranslatorFactory() == null) {
      checkKnown("argument", criteria.getArguments(), Set.of());
    }
    if (criteria.getBlock() != null) {
      throw new IllegalArgumentException(
          artifactId + ": found a block, expected none: the model has its own");
    }
  }

  /**
   * The option {@code precision}: a precision's name, or {@code auto} for the fastest that this
   * machine has.
   *
   * @throws IllegalArgumentException if it is none, or this machine does not have it
   */
  private Optional<Precision> precision(Criteria<?, ?> criteria) {
    Map<String, String> options = criteria.getOptions();
    String name = options == null ? AUTO : options.getOrDefault(PRECISION, AUTO);
    if (name.equals(AUTO)) {
      return Optional.empty();
    }
    for (Precision precision : Precision.values()) {
      if (name.equals(precision.toString())) {
        try {
          precision.require();
        } catch (InvalidInputException e) {
          throw new IllegalArgumentException(artifactId + ": " + e.getMessage(), e);
        }
        return Optional.of(precision);
      }
    }
    throw new IllegalArgumentException(
        artifactId
            + ": found option precision "
            + name
            + ", expected auto or one of "
            + Arrays.toString(Precision.values()));
  }

  private void checkKnown(String kind, @Nullable Map<String, ?> settings, Set<String> known) {
    Set<String> unknown = new TreeSet<>(settings == null ? Set.of() : settings.keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          artifactId
              + ": found "
              + kind
              + " "
              + String.join(", ", unknown)
              + ", expected "
              + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
    }
  }

  /** Whether somebody wants a model of this zoo, or DJL is trying all that it knows. */
  private boolean asksForUs(Criteria<?, ?> criteria) {
    return named(criteria)
        || criteria.getModelZoo() instanceof FlowersModelZoo
        || getGroupId().equals(criteria.getGroupId());
  }

  private boolean named(Criteria<?, ?> criteria) {
    return artifactId.equals(criteria.getArtifactId());
  }

  /**
   * If the model was not asked for by name, DJL is trying all that fit: then nothing is fetched for
   * it, and what is wrong with it is no reason not to try the next one.
   */
  private Opened<T> open(Criteria<?, ?> criteria) throws IOException, ModelNotFoundException {
    Progress progress = criteria.getProgress();
    Request request =
        new Request(
            Objects.requireNonNullElse(criteria.getFilters(), Map.of()),
            Objects.requireNonNullElse(criteria.getModelName(), artifactId),
            criteria.getDevice(),
            precision(criteria),
            progress);
    if (!named(criteria) && !(loadsUnnamed() && present())) {
      throw new ModelNotFoundException(
          this
              + ": is not there yet, or only by its name; a criteria with optArtifactId(\""
              + artifactId
              + "\") says more");
    }
    try {
      Opened<T> opened = open(request);
      if (progress != null) {
        progress.reset("Loading", 1);
        progress.update(1);
        progress.end();
      }
      return opened;
    } catch (IOException e) {
      if (named(criteria)) {
        throw e;
      }
      throw new ModelNotFoundException(e.getMessage(), e);
    }
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

  /** Whether a criteria that names no artifact may get this model. */
  boolean loadsUnnamed() {
    return true;
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
