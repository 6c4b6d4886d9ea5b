package dev.flowers.trunk;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A trunk and a head behind it, running as one network: photos to probabilities, and to embeddings
 * where they are asked for. Whichever way a photo goes, its probabilities come from the same
 * computation.
 *
 * <p>Owns native memory: close it. Any number of threads may use it, though one call already keeps
 * all cores busy.
 */
public interface TrunkWithHead extends AutoCloseable {
  /**
   * How a network is called.
   *
   * @param name the {@linkplain TrunkWithHead#model model's} name
   * @param described what it is called in messages
   * @param artifacts the directory where the model's artifacts, its synset among them, are
   */
  record Naming(String name, String described, Path artifacts) {}

  /**
   * What became of a photo.
   *
   * @param embedding the trunk's output, [width]
   * @param probabilities the head's, [classes], each in [0,1]
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, and compared by nobody
  record Output(float[] embedding, float[] probabilities) {
    /** Those of a batch, [batch, width] and [batch, classes]. */
    public static List<Output> list(float[][] embeddings, float[][] probabilities) {
      return IntStream.range(0, embeddings.length)
          .mapToObj(i -> new Output(embeddings[i], probabilities[i]))
          .toList();
    }
  }

  /** The trunk. */
  Trunk trunk();

  /** The same as a plain DJL model, for {@link #translator}. Closing either closes both. */
  Model model();

  /**
   * From images, for a predictor of the model.
   *
   * @param output what becomes of a photo's probabilities, [classes]; called by any number of
   *     threads
   */
  default <O> Translator<Image, O> translator(Function<float[], O> output) {
    return new PhotoTranslator<>(input(), output);
  }

  /**
   * Classifies a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos, as {@link PhotoInput} has
   *     them, from its position on; position and limit stay as they are
   * @param count how many photos, at least 1
   * @return [count, classes], each in [0,1]
   * @throws IllegalStateException if it is closed
   */
  float[][] probabilities(ByteBuffer photos, int count);

  /**
   * Classifies a batch and gives the embeddings, too. The probabilities are those of {@link
   * #probabilities}.
   *
   * @param photos as there
   * @param count how many photos, at least 1
   * @return an output for each photo
   * @throws IllegalStateException if it is closed
   */
  List<Output> run(ByteBuffer photos, int count);

  /** What goes in. */
  default PhotoInput input() {
    return trunk().input();
  }

  /** How many photos a run are the fastest. */
  default int batch() {
    return trunk().batch();
  }

  /** Frees the native memory, once the calls under way have returned; the files stay. */
  @Override
  void close();
}
