package dev.flowers.explanation;

import ai.djl.modality.Classifications;
import ai.djl.util.Progress;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.TrunkWithHead;
import dev.flowers.trunk.store.TrunkStore;
import dev.flowers.zoo.LoadedModel;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A published model that explains its predictions.
 *
 * <pre>{@code
 * BufferedImage photo = ImageDecoder.withDefaults().decode(Path.of("garden.jpg"));
 * try (Explainer explainer = Explainer.load(Home.standard(), "flowers-vgg16")) {
 *   String answer = explainer.predict(photo).classes().best().getClassName();
 *   OcclusionMap map = explainer.occlusion(photo, answer, new ProgressBar());
 *   System.out.println(answer + " falls by up to " + map.range().high());
 * }
 * }</pre>
 *
 * <p>Its probabilities are those of {@code FlowerClassifier}: the same nodes of the same graph.
 * PyTorch is not loaded.
 *
 * <p>Thread-safe, though one call already keeps all cores busy. Owns native memory: close it. That
 * waits for the calls under way; a later call throws an {@link IllegalStateException}.
 */
public final class Explainer implements AutoCloseable {
  private final LoadedModel model;

  private Explainer(LoadedModel model) {
    this.model = model;
  }

  /**
   * Opens a model.
   *
   * @param home where it was published
   * @param reference its name, for the current version, or {@code name:version}
   * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model
   * @throws IOException if a file of the model is missing or damaged; the message names it
   */
  public static Explainer load(Home home, String reference) throws IOException {
    return load(home, reference, Optional.empty());
  }

  /**
   * Opens a model in a precision; the other method takes the fastest that this machine has.
   *
   * @throws dev.flowers.storage.InvalidInputException if this machine does not have it
   * @throws IOException as the other method
   */
  public static Explainer load(Home home, String reference, Optional<Precision> precision)
      throws IOException {
    PublishedModel published = new ModelRepository(home).find(reference);
    return new Explainer(published.open(new TrunkStore(home.trunk()), precision));
  }

  /**
   * Explains a model that is loaded already. Closing the explainer closes it; whoever only borrowed
   * it leaves the explainer open.
   */
  public static Explainer of(LoadedModel model) {
    return new Explainer(model);
  }

  /** The model, and its version. */
  public PublishedModel model() {
    return model.published();
  }

  /** The names of the classes. */
  public List<String> classes() {
    return model.classes();
  }

  /**
   * What the network sees of a photo, 0.6 MB: the photo need not stay in memory with it. Immutable;
   * for the explainer that made it.
   */
  public static final class Input {
    private final float[] pixels;

    private Input(float[] pixels) {
      this.pixels = pixels;
    }
  }

  /**
   * Crops a photo to what the network sees of it.
   *
   * @param photo of any type and size; the network sees its central square
   */
  public Input input(BufferedImage photo) {
    return new Input(model.network().input().pixels(photo));
  }

  /**
   * Classifies a photo.
   *
   * @param photo of any type and size; the network sees its central square
   */
  public Prediction predict(BufferedImage photo) {
    return predict(input(photo));
  }

  /** Classifies a photo of which {@link #input} was made. */
  public Prediction predict(Input photo) {
    TrunkWithHead.Output output = model.network().run(batch(photo), 1).get(0);
    return new Prediction(model.classifications(output.probabilities()), output.embedding());
  }

  /**
   * Makes the occlusion sensitivity map of a class, by patches of 48 pixels, 16 apart.
   *
   * @param photo of any type and size; the map is of its central square
   * @param className most often the class that the model answered
   * @param progress told of each patch; what it throws ends the computation
   * @throws IllegalArgumentException if the model has no such class
   */
  public OcclusionMap occlusion(BufferedImage photo, String className, Progress progress) {
    return occlusion(input(photo), className, progress);
  }

  /**
   * Makes the same map of a photo of which {@link #input} was made.
   *
   * @throws IllegalArgumentException if the model has no such class
   */
  public OcclusionMap occlusion(Input photo, String className, Progress progress) {
    int label = classes().indexOf(className);
    if (label < 0) {
      throw new IllegalArgumentException(
          "class: found " + className + ", expected one of " + classes());
    }
    TrunkWithHead network = model.network();
    return Occlusion.standard(network.input())
        .map(network::probabilities, batch(photo).asFloatBuffer(), className, label, progress);
  }

  private ByteBuffer batch(Input photo) {
    ByteBuffer batch = model.network().input().allocate(1);
    model.network().input().put(photo.pixels, batch);
    return batch.flip();
  }

  /** Frees the network, once the calls under way have returned. */
  @Override
  public void close() {
    model.close();
  }

  /**
   * A prediction with the embedding that it was made of.
   *
   * @param classes the probability of each class, in [0,1], together 1
   * @param embedding the trunk's output, which the head made the classes of, [width]; not copied
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // Handed over by the trunk, and to be compared by nobody.
  public record Prediction(Classifications classes, float[] embedding) {
    /** Checks that nothing is missing. */
    public Prediction {
      Objects.requireNonNull(classes, "classes");
      Objects.requireNonNull(embedding, "embedding");
    }
  }
}
