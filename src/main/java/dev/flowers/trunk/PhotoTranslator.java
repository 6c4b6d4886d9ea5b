package dev.flowers.trunk;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Translates photos to a network's input, and its output to a result: an {@link Image} is cropped
 * to its central square and scaled, as {@link PhotoInput} says; a batch may have photos of
 * different sizes.
 *
 * <p>Keeps no state: predictors of one model share it across threads.
 *
 * @param <O> what the model's output becomes
 */
public final class PhotoTranslator<O> implements Translator<Image, O> {
  private final PhotoInput input;
  private final Function<float[], O> output;

  /**
   * Makes a translator.
   *
   * @param input what the network takes
   * @param output from the network's numbers for one photo, which it may keep, to the answer; by
   *     any number of threads
   */
  public PhotoTranslator(PhotoInput input, Function<float[], O> output) {
    this.input = input;
    this.output = output;
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }

  @Override
  public NDList processInput(TranslatorContext context, Image photo) throws TranslateException {
    return array(context, List.of(photo), new Shape(input.size(), input.size(), 3));
  }

  /** One copy for the whole batch instead of one a photo and one to stack them. */
  @Override
  public NDList batchProcessInput(TranslatorContext context, List<Image> photos)
      throws TranslateException {
    return array(context, photos, new Shape(photos.size(), input.size(), input.size(), 3));
  }

  @Override
  public O processOutput(TranslatorContext context, NDList list) {
    return output.apply(list.singletonOrThrow().toFloatArray());
  }

  @Override
  public List<O> batchProcessOutput(TranslatorContext context, NDList list) {
    NDArray rows = list.singletonOrThrow();
    int count = Math.toIntExact(rows.getShape().get(0));
    return Arrays.stream(rows(rows.toFloatArray(), count)).map(output).collect(Collectors.toList());
  }

  /** A network's numbers for each of {@code count} photos, which stand one after the other. */
  public static float[][] rows(float[] numbers, int count) {
    int width = numbers.length / count;
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(numbers, i * width, (i + 1) * width);
    }
    return rows;
  }

  private NDList array(TranslatorContext context, List<Image> photos, Shape shape)
      throws TranslateException {
    ByteBuffer batch = input.allocate(photos.size());
    for (Image photo : photos) {
      if (!(photo.getWrappedImage() instanceof BufferedImage image)) {
        throw new TranslateException(
            "found an image of "
                + photo.getWrappedImage().getClass().getName()
                + ", expected a java.awt.image.BufferedImage, as DJL's BufferedImageFactory makes");
      }
      input.put(image, batch);
    }
    NDManager manager = context.getNDManager();
    return new NDList(manager.create(batch.rewind(), shape, DataType.FLOAT32));
  }
}
