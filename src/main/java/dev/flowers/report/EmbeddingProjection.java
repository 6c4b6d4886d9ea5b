package dev.flowers.report;

import dev.flowers.embedding.PrincipalComponents;
import java.io.IOException;
import java.util.List;

/**
 * The places of embeddings in the plane: t-SNE on their first principal components, or the first
 * two alone where there are too few photos to speak of neighbours.
 */
final class EmbeddingProjection {
  /** What lies beyond is mostly noise, and slows the distances down. */
  private static final int COMPONENTS = 20;

  private static final int FEWEST_NEIGHBOURS = 12;

  private EmbeddingProjection() {}

  /**
   * Places photos.
   *
   * @param photos indices into the rows, at least one
   * @return for each x and y, fitted into [0,1] with one scale for both
   * @throws IOException if a row cannot be read or holds what is no number
   */
  static double[][] of(ReportData.EmbeddingRows embeddings, List<Integer> photos)
      throws IOException {
    float[][] rows = new float[photos.size()][embeddings.width()];
    for (int i = 0; i < rows.length; i++) {
      int photo = photos.get(i);
      embeddings.read(photo, rows[i]);
      for (float number : rows[i]) {
        if (!Float.isFinite(number)) {
          throw new IOException(
              "embedding of photo " + photo + ": found " + number + ", expected finite numbers");
        }
      }
    }
    float[][] components = PrincipalComponents.of(rows, COMPONENTS).scores();
    boolean flat = components[0].length < 2;
    if (rows.length >= FEWEST_NEIGHBOURS && !flat) {
      return fit(TSne.of(components));
    }
    double[][] places = new double[rows.length][2];
    for (int i = 0; i < rows.length; i++) {
      places[i][0] = components[i][0];
      places[i][1] = flat ? 0 : components[i][1];
    }
    return fit(places);
  }

  private static double[][] fit(double[][] places) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double[] place : places) {
      for (int axis = 0; axis < 2; axis++) {
        low[axis] = Math.min(low[axis], place[axis]);
        high[axis] = Math.max(high[axis], place[axis]);
      }
    }
    double extent = Math.max(high[0] - low[0], high[1] - low[1]);
    double scale = extent == 0 ? 0 : 1 / extent;
    for (double[] place : places) {
      for (int axis = 0; axis < 2; axis++) {
        place[axis] = 0.5 + (place[axis] - (low[axis] + high[axis]) / 2) * scale;
      }
    }
    return places;
  }
}
