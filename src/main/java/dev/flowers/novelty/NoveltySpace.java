package dev.flowers.novelty;

import dev.flowers.embedding.PrincipalComponents;

/**
 * Where distances between embeddings mean something: embeddings are centred, projected on their
 * first principal components, and scaled so that within the classes all directions vary alike; the
 * direction of what comes out is the place. So what tells the classes apart counts most, and how
 * bright or rich in contrast a photo is, which makes all numbers larger, does not count.
 *
 * @param offset what the mean embedding gives, [dimensions]
 * @param projection [dimensions, width]
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, which does not write to it
record NoveltySpace(float[] offset, QuantizedMatrix projection) {
  private static final int DIMENSIONS = 128;

  /** Of the scaling: how much all directions are taken to vary alike beside what they do. */
  private static final double SHRINKAGE = 0.1;

  /** The space is what matters, not its axes. */
  private static final int ITERATIONS = 3;

  /**
   * Fits a space to embeddings.
   *
   * @param rows two or more; they are overwritten
   * @param labels each row's class
   * @param classes how many classes there are
   */
  static NoveltySpace fit(float[][] rows, int[] labels, int classes) {
    int dimensions = Math.max(1, Math.min(DIMENSIONS, rows.length - classes));
    PrincipalComponents components = PrincipalComponents.of(rows, dimensions, ITERATIONS);
    float[][] projection =
        WithinClassScaling.of(components.scores(), labels, classes, SHRINKAGE)
            .apply(components.directions());
    QuantizedMatrix quantized = QuantizedMatrix.of(projection);
    // The rounded matrix's, so that the mean stays the origin.
    return new NoveltySpace(quantized.times(components.mean()), quantized);
  }

  int dimensions() {
    return offset.length;
  }

  int width() {
    return projection.columns();
  }

  /** Returns an embedding's place, of length 1; zeros for the mean embedding. */
  float[] place(float[] embedding) {
    float[] place = projection.times(embedding);
    for (int i = 0; i < place.length; i++) {
      place[i] -= offset[i];
    }
    return direction(place);
  }

  /** Brings a vector to length 1, in place; one of no length stays. */
  static float[] direction(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return vector;
  }
}
