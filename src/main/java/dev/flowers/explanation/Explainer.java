package dev.flowers.explanation;

import ai.djl.modality.Classifications;
import ai.djl.util.Progress;
import dev.flowers.head.TrainedHead;
import dev.flowers.image.SquareCrop;
import dev.flowers.storage.Home;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkStore;
import dev.flowers.zoo.ModelRepository;
import dev.flowers.zoo.PublishedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A published model, open to be asked why.
 *
 * <pre>{@code
 * BufferedImage photo = ImageDecoder.withDefaults().decode(Path.of("garden.jpg"));
 * try (Explainer explainer = Explainer.load(Home.standard(), "flowers-vgg16")) {
 *   String answer = explainer.read(photo).classes().best().getClassName();
 *   OcclusionMap map = explainer.occlusion(photo, answer, new ProgressBar());
 *   System.out.println(answer + " falls by up to " + map.range().high());
 * }
 * }</pre>
 *
 * <p>Its classes are those of {@code FlowerClassifier}, up to rounding: the head runs behind the
 * trunk instead of within its graph. PyTorch is not loaded.
 *
 * <p>Thread-safe, though one call already keeps all cores busy. Owns native memory: close it. A
 * later call throws an {@link IllegalStateException}.
 */
public final class Explainer implements AutoCloseable {
  private final PublishedModel model;
  private final TrainedHead head;
  private final Trunk trunk;

  private Explainer(PublishedModel model, TrainedHead head, Trunk trunk) {
    this.model = model;
    this.head = head;
    this.trunk = trunk;
  }

  /**
   * Opens a model.
   *
   * @param home where it was published
   * @param reference its name, for the newest version, or {@code name:version}
   * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model
   * @throws IOException if a file of the model is missing or damaged; the message names it
   */
  public static Explainer load(Home home, String reference) throws IOException {
    PublishedModel model = new ModelRepository(home).find(reference);
    TrainedHead head = model.head();
    return new Explainer(model, head, model.openTrunk(new TrunkStore(home.trunk())));
  }

  /** The model, and its version. */
  public PublishedModel model() {
    return model;
  }

  /** The names of the classes. */
  public List<String> classes() {
    return head.classes();
  }

  /**
   * Classifies a photo.
   *
   * @param photo of any type and size; the network sees its central square
   */
  public Reading read(BufferedImage photo) {
    float[] code = trunk.embed(input(photo), 1);
    List<Double> probabilities = new ArrayList<>();
    for (float probability : head.probabilities(code)) {
      probabilities.add((double) probability);
    }
    return new Reading(new Classifications(head.classes(), probabilities), code);
  }

  /**
   * Makes the occlusion sensitivity map of a class, by patches of 48 pixels, 16 apart.
   *
   * @param photo of any type and size; the map is of its central square
   * @param className most often the class that the model answered
   * @param progress told of each patch
   * @throws IllegalArgumentException if the model has no such class
   */
  public OcclusionMap occlusion(BufferedImage photo, String className, Progress progress) {
    int label = head.classes().indexOf(className);
    if (label < 0) {
      throw new IllegalArgumentException(
          "class %s, expected one of %s".formatted(className, head.classes()));
    }
    return Occlusion.standard()
        .map(this::probabilities, input(photo).asFloatBuffer(), className, label, progress);
  }

  private float[][] probabilities(ByteBuffer photos, int count) {
    float[] codes = trunk.embed(photos, count);
    int width = trunk.width();
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(codes, i * width, (i + 1) * width);
    }
    return head.probabilities(rows);
  }

  private static ByteBuffer input(BufferedImage photo) {
    ByteBuffer input = Occlusion.photos(1);
    SquareCrop.intoUnitRgb(photo, Trunk.PHOTO_SIZE, input.asFloatBuffer());
    return input;
  }

  /** Frees the network. */
  @Override
  public void close() {
    trunk.close();
  }
}
