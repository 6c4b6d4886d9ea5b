package dev.flowers.report;

import java.io.IOException;

/**
 * The photos' embeddings, read one at a time: millions of them need not be in memory. The report
 * reads each row at most once, from one thread.
 */
public interface EmbeddingRows {
  /** How many numbers an embedding has, at least 1. */
  int width();

  /**
   * Reads one embedding.
   *
   * @param photo the photo's index in the evaluation
   * @param row where its numbers go; {@link #width()} long
   * @throws IOException if it cannot be read
   */
  void read(int photo, float[] row) throws IOException;
}
