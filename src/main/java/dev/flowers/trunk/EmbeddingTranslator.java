package dev.flowers.trunk;

/**
 * Photos to embeddings: an {@code Image} in, relu6 out, 4096 numbers ≥ 0 with the public weights.
 */
final class EmbeddingTranslator extends PhotoTranslator<float[]> {
  @Override
  protected float[] output(float[] row) {
    return row;
  }
}
