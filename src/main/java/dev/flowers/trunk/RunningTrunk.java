package dev.flowers.trunk;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import java.nio.ByteBuffer;

/**
 * An open {@link Trunk}.
 *
 * <p>Owns native memory: close it. {@link #embed} may be called by several threads at once, though
 * one call already keeps all cores busy.
 */
public interface RunningTrunk extends AutoCloseable {
  /** What is running. */
  Trunk trunk();

  /** The same as a plain DJL model, for {@link #translator}. Closing either closes both. */
  Model model();

  /** Images to embeddings of {@link Trunk#width} numbers each, for a predictor of the model. */
  default Translator<Image, float[]> translator() {
    return new PhotoTranslator<>(trunk().input(), row -> row);
  }

  /**
   * Embeds a batch.
   *
   * @param photos a direct buffer in native order: {@code count} photos, as {@link PhotoInput} has
   *     them, from its position on; position and limit stay as they are
   * @param count how many photos, at least 1
   * @return {@code count} rows of {@link Trunk#width} numbers, one after the other
   * @throws IllegalStateException if it is closed
   */
  float[] embed(ByteBuffer photos, int count);

  /** Frees the native memory, once the calls under way have returned; the files stay. */
  @Override
  void close();
}
