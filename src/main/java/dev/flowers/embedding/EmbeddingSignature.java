package dev.flowers.embedding;

import java.util.Random;

/**
 * Turns embeddings into 512 bits, of which as many differ as the angle between two embeddings says:
 * the signs of random projections (M. Charikar, "Similarity estimation techniques from rounding
 * algorithms", STOC 2002). The projections are rows of a product of random signs and Hadamard
 * matrices, which takes n log n steps instead of 512 n (N. Ailon and B. Chazelle, "The fast
 * Johnson–Lindenstrauss transform", SIAM J. Comput. 39, 2009). Immutable.
 */
final class EmbeddingSignature {
  static final int WORDS = 8;
  static final int BITS = WORDS * Long.SIZE;

  private static final int ROUNDS = 3;

  private final int size;
  private final float[][] signs;

  EmbeddingSignature(int width) {
    size = Math.max(BITS, Integer.highestOneBit(Math.max(1, 2 * width - 1)));
    // Its sequence is specified: the same on every Java.
    Random random = new Random(512);
    signs = new float[ROUNDS][size];
    for (float[] round : signs) {
      for (int i = 0; i < size; i++) {
        round[i] = random.nextBoolean() ? 1 : -1;
      }
    }
  }

  /** Returns how many bits differ of two embeddings with a correlation; hardly ever more. */
  static int mostDifferent(double correlation) {
    double share = Math.acos(correlation) / Math.PI;
    return (int) Math.ceil(BITS * share + 4 * Math.sqrt(BITS * share * (1 - share)));
  }

  /** Puts the bits of a centred embedding at an index. */
  void of(float[] centred, long[] target, int index) {
    float[] values = new float[size];
    System.arraycopy(centred, 0, values, 0, centred.length);
    for (float[] round : signs) {
      for (int i = 0; i < size; i++) {
        values[i] *= round[i];
      }
      hadamard(values);
    }
    for (int word = 0; word < WORDS; word++) {
      long bits = 0;
      for (int i = 0; i < Long.SIZE; i++) {
        bits |= values[word * Long.SIZE + i] > 0 ? 1L << i : 0;
      }
      target[index + word] = bits;
    }
  }

  private static void hadamard(float[] values) {
    for (int step = 1; step < values.length; step *= 2) {
      for (int block = 0; block < values.length; block += 2 * step) {
        for (int i = block; i < block + step; i++) {
          float a = values[i];
          float b = values[i + step];
          values[i] = a + b;
          values[i + step] = a - b;
        }
      }
    }
    // Keeps the numbers' size: three rounds would multiply it by 2.6e5.
    float scale = (float) (1 / Math.sqrt(values.length));
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
  }
}
