package dev.flowers;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.flowers.trunk.Trunk;
import dev.flowers.zoo.ClassificationTranslator;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Photos that are cropped already, each as 224 × 224 × 3 floats of RGB in [0,1], to classes: whole
 * photos need not wait in memory until a batch is full.
 */
final class CropTranslator implements Translator<float[], Classifications> {
  private final ClassificationTranslator classes;

  CropTranslator(List<String> classes) {
    this.classes = new ClassificationTranslator(classes);
  }

  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }

  @Override
  public NDList processInput(TranslatorContext context, float[] photo) {
    NDManager manager = context.getNDManager();
    return new NDList(manager.create(photo, new Shape(Trunk.PHOTO_SIZE, Trunk.PHOTO_SIZE, 3)));
  }

  /** One copy for the whole batch instead of one a photo and one to stack them. */
  @Override
  public NDList batchProcessInput(TranslatorContext context, List<float[]> photos) {
    NDManager manager = context.getNDManager();
    ByteBuffer batch = manager.allocateDirect(photos.size() * Trunk.PHOTO_FLOATS * Float.BYTES);
    for (float[] photo : photos) {
      batch.asFloatBuffer().put(photo);
      batch.position(batch.position() + Trunk.PHOTO_FLOATS * Float.BYTES);
    }
    batch.rewind();
    return new NDList(
        manager.create(
            batch,
            new Shape(photos.size(), Trunk.PHOTO_SIZE, Trunk.PHOTO_SIZE, 3),
            DataType.FLOAT32));
  }

  @Override
  public Classifications processOutput(TranslatorContext context, NDList list) {
    return classes.processOutput(context, list);
  }

  @Override
  public List<Classifications> batchProcessOutput(TranslatorContext context, NDList list) {
    return classes.batchProcessOutput(context, list);
  }
}
