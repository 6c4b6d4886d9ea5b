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
import dev.flowers.image.SquareCrop;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes into the trunk: an {@link Image} as RGB in [0,1], cropped to its central square and
 * scaled to [224, 224, 3]; a batch as [batch, 224, 224, 3].
 *
 * <p>Keeps no state: predictors of one model share it across threads.
 *
 * @param <O> what the model's output becomes
 */
public abstract class PhotoTranslator<O> implements Translator<Image, O> {
  private static final int SIZE = VggGraph.PHOTO_SIZE;

  @Override
  public final Batchifier getBatchifier() {
    return Batchifier.STACK;
  }

  @Override
  public final NDList processInput(TranslatorContext context, Image input)
      throws TranslateException {
    NDManager manager = context.getNDManager();
    ByteBuffer photo = buffer(manager, 1);
    put(input, photo);
    photo.rewind();
    return new NDList(manager.create(photo, new Shape(SIZE, SIZE, 3), DataType.FLOAT32));
  }

  /** One copy for the whole batch instead of one a photo and one to stack them. */
  @Override
  public final NDList batchProcessInput(TranslatorContext context, List<Image> inputs)
      throws TranslateException {
    NDManager manager = context.getNDManager();
    ByteBuffer photos = buffer(manager, inputs.size());
    for (Image input : inputs) {
      put(input, photos);
    }
    photos.rewind();
    return new NDList(
        manager.create(photos, new Shape(inputs.size(), SIZE, SIZE, 3), DataType.FLOAT32));
  }

  @Override
  public final O processOutput(TranslatorContext context, NDList list) {
    return output(list.singletonOrThrow().toFloatArray());
  }

  @Override
  public final List<O> batchProcessOutput(TranslatorContext context, NDList list) {
    NDArray rows = list.singletonOrThrow();
    int count = Math.toIntExact(rows.getShape().get(0));
    int width = Math.toIntExact(rows.getShape().get(1));
    float[] values = rows.toFloatArray();
    List<O> outputs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outputs.add(output(java.util.Arrays.copyOfRange(values, i * width, (i + 1) * width)));
    }
    return outputs;
  }

  /**
   * One photo's answer.
   *
   * @param row the model's output for one photo; the receiver may keep it
   */
  protected abstract O output(float[] row);

  private static ByteBuffer buffer(NDManager manager, int photos) {
    return manager.allocateDirect(photos * SIZE * SIZE * 3 * Float.BYTES);
  }

  private static void put(Image input, ByteBuffer photos) throws TranslateException {
    if (!(input.getWrappedImage() instanceof BufferedImage image)) {
      throw new TranslateException(
          "found an image of "
              + input.getWrappedImage().getClass().getName()
              + ", expected a java.awt.image.BufferedImage, as DJL's BufferedImageFactory makes");
    }
    SquareCrop.intoUnitRgb(image, SIZE, photos.asFloatBuffer());
    photos.position(photos.position() + SIZE * SIZE * 3 * Float.BYTES);
  }
}
