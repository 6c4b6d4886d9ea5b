package dev.flowers.embedding;

import dev.flowers.image.PerceptualHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Finds photos that are copies of each other: scaled, compressed again, cropped a little, mirrored.
 *
 * <p>Where the photos can be read, pairs are found by perceptual hashes: at most 40 of 256 bits
 * differ, and the embeddings correlate more than those of 99 % of random pairs do, as photos that
 * only have the same composition do not; of a photo and a mirrored one, whose embeddings may be
 * unlike, at most 24 bits. Where there are no photos, the embeddings alone decide: pairs that may
 * be are found by signatures of 512 bits, and are copies if their correlation is 0.93 or more; and
 * none is, where 1 % of random pairs correlate by more than 0.6, as embeddings of an untrained
 * network do. The thresholds were measured; {@code docs/labels.md} has the figures.
 */
final class NearDuplicates {
  private static final int MOST_BITS = 40;
  private static final int MOST_BITS_MIRRORED = 24;
  private static final double CORRELATION = 0.93;
  private static final double TELLING = 0.6;

  private static final int SAMPLE = 4000;
  private static final double QUANTILE = 0.99;

  /** Of rows whose pairs are held at a time. */
  private static final int BLOCK = 1024;

  private final EmbeddingFile file;
  private final Optional<Path> photos;

  /** The rows of different photos, by id: a set's lowest member has the smallest id. */
  private final int[] rows;

  NearDuplicates(EmbeddingFile file, Optional<Path> photos) {
    this.file = file;
    this.photos = photos;
    this.rows = distinct(file);
  }

  private static int[] distinct(EmbeddingFile file) {
    List<Integer> rows = new ArrayList<>();
    String last = "";
    for (int row : file.rowsById()) {
      if (!file.id(row).equals(last)) {
        rows.add(row);
      }
      last = file.id(row);
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the smallest id of its group for each photo that has a near copy, but for itself. */
  Map<String, String> keys() throws IOException {
    DisjointSets sets = new DisjointSets(rows.length);
    if (rows.length > 1 && file.width() > 1) {
      try {
        Candidates candidates = photos.isPresent() ? alike(photos.get()) : correlated();
        for (int first = 0; first < rows.length; first += BLOCK) {
          connect(candidates, first, Math.min(rows.length, first + BLOCK), sets);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    Map<String, String> keys = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      int root = sets.root(i);
      if (root != i) {
        keys.put(file.id(rows[i]), file.id(rows[root]));
      }
    }
    return keys;
  }

  /**
   * Two photos, and the least correlation of their embeddings that makes them copies.
   *
   * @param first an index into the rows
   * @param second a higher one
   */
  private record Pair(int first, int second, double correlation) {}

  private interface Candidates {
    List<Pair> of(int first);
  }

  /** Pairs that look alike. */
  private Candidates alike(Path folder) throws IOException {
    long[] hashes = PerceptualHashes.of(file, rows, folder);
    double usual = usualCorrelation();
    return first -> {
      long[] hash =
          Arrays.copyOfRange(
              hashes, first * PerceptualHash.WORDS, (first + 1) * PerceptualHash.WORDS);
      long[] mirrored = PerceptualHash.mirrored(hash);
      List<Pair> found = new ArrayList<>();
      for (int second = first + 1; second < rows.length; second++) {
        int at = second * PerceptualHash.WORDS;
        if (PerceptualHash.distance(mirrored, hashes, at) <= MOST_BITS_MIRRORED) {
          found.add(new Pair(first, second, -1));
        } else if (PerceptualHash.distance(hash, hashes, at) <= MOST_BITS) {
          found.add(new Pair(first, second, usual));
        }
      }
      return found;
    };
  }

  /** Pairs whose embeddings may be alike. */
  private Candidates correlated() {
    if (usualCorrelation() > TELLING) {
      return first -> List.of();
    }
    int words = EmbeddingSignature.WORDS;
    long[] signatures = new long[Math.multiplyExact(rows.length, words)];
    EmbeddingSignature signature = new EmbeddingSignature(file.width());
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(i -> signature.of(centred(i), signatures, i * words));
    int most = EmbeddingSignature.mostDifferent(CORRELATION);
    return first -> {
      List<Pair> found = new ArrayList<>();
      int a = first * words;
      for (int second = first + 1; second < rows.length; second++) {
        int b = second * words;
        int different = 0;
        for (int word = 0; word < words && different <= most; word++) {
          different += Long.bitCount(signatures[a + word] ^ signatures[b + word]);
        }
        if (different <= most) {
          found.add(new Pair(first, second, CORRELATION));
        }
      }
      return found;
    };
  }

  /** What 99 % of random pairs correlate by at most. */
  private double usualCorrelation() {
    // Its sequence is specified: the same on every Java.
    Random random = new Random(0);
    double[] correlations = new double[SAMPLE];
    for (int i = 0; i < SAMPLE; i++) {
      int first = random.nextInt(rows.length);
      int second = (first + 1 + random.nextInt(rows.length - 1)) % rows.length;
      correlations[i] = dot(centred(first), centred(second));
    }
    Arrays.sort(correlations);
    return correlations[(int) (QUANTILE * SAMPLE)];
  }

  private void connect(Candidates candidates, int from, int to, DisjointSets sets) {
    List<List<Pair>> found = IntStream.range(from, to).parallel().mapToObj(candidates::of).toList();
    for (List<Pair> ofOne : found) {
      // What is connected already need not be checked: of many copies few pairs are.
      List<Pair> unknown =
          ofOne.stream().filter(p -> sets.root(p.first()) != sets.root(p.second())).toList();
      if (!unknown.isEmpty()) {
        float[] values = centred(unknown.get(0).first());
        unknown.parallelStream()
            .filter(pair -> dot(values, centred(pair.second())) >= pair.correlation())
            .toList()
            .forEach(pair -> sets.connect(pair.first(), pair.second()));
      }
    }
  }

  /** The embedding less its own mean, of length 1: the product of two is their correlation. */
  private float[] centred(int i) {
    float[] values;
    try {
      values = file.values(rows[i]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
    for (int n = 0; n < values.length; n++) {
      values[n] = (float) ((values[n] - mean) * scale);
    }
    return values;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
