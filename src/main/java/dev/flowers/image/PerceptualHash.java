package dev.flowers.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * What stays of a photo when it is scaled, compressed, cropped a little or mirrored: a grid of 16
 * rows of 17 patches, and for each patch whether it is darker than the one to its right ("dHash",
 * N. Krawetz, 2013), for the photo and for its middle. Patches that differ by less than two grey
 * levels say nothing, and are left out.
 *
 * <p>A hash is 16 longs: 256 bits of the photo and 256 that say which of them count, then the same
 * of its middle.
 */
public final class PerceptualHash {
  /** How many longs a hash has. */
  public static final int WORDS = 16;

  /** What two photos that cannot be compared differ by, as if all bits did. */
  public static final int MOST = 256;

  private static final int SIDE = 16;
  private static final int BITS_WORDS = SIDE * SIDE / Long.SIZE;
  private static final int VIEW_WORDS = 2 * BITS_WORDS;
  private static final double INNER = 0.9;
  private static final double NOTABLE = 2;

  /** Of fewer bits that count in both, nothing follows. */
  private static final int LEAST_BITS = 96;

  /** No pair that differs in so many of the first 64 bits differs in few of all. */
  private static final int TOO_MANY_FIRST = 26;

  private PerceptualHash() {}

  /** Returns the hash of a photo, [16]. */
  public static long[] of(BufferedImage image) {
    BufferedImage rgb = RgbImages.of(image);
    long[] hash = new long[WORDS];
    put(rgb, 1, hash, 0);
    put(rgb, INNER, hash, VIEW_WORDS);
    return hash;
  }

  /** Returns the hash of the photo's mirror image. */
  public static long[] mirrored(long[] hash) {
    long[] mirrored = new long[WORDS];
    for (int word = 0; word < WORDS; word++) {
      boolean bits = word % VIEW_WORDS < BITS_WORDS;
      for (int lane = 0; lane < Long.SIZE; lane += SIDE) {
        long row = (hash[word] >>> lane) & 0xFFFF;
        long turned = Long.reverse(row) >>> (Long.SIZE - SIDE);
        // What was darker on the left is darker on the right.
        mirrored[word] |= (bits ? (~turned & 0xFFFF) : turned) << lane;
      }
    }
    return mirrored;
  }

  /**
   * Returns how many of 256 bits differ where the photos fit best, as they are or either of them
   * cropped: in proportion, where fewer bits count.
   *
   * @param a a hash
   * @param hashes hashes, one behind the other
   * @param index where the other begins in them
   */
  public static int distance(long[] a, long[] hashes, int index) {
    return Math.min(
        view(a, 0, hashes, index),
        Math.min(view(a, VIEW_WORDS, hashes, index), view(a, 0, hashes, index + VIEW_WORDS)));
  }

  private static int view(long[] a, int from, long[] b, int index) {
    long first = (a[from] ^ b[index]) & a[from + BITS_WORDS] & b[index + BITS_WORDS];
    if (Long.bitCount(first) >= TOO_MANY_FIRST) {
      return MOST;
    }
    int different = 0;
    int counted = 0;
    for (int word = 0; word < BITS_WORDS; word++) {
      long mask = a[from + BITS_WORDS + word] & b[index + BITS_WORDS + word];
      counted += Long.bitCount(mask);
      different += Long.bitCount((a[from + word] ^ b[index + word]) & mask);
    }
    return counted < LEAST_BITS ? MOST : different * MOST / counted;
  }

  private static void put(BufferedImage image, double share, long[] hash, int from) {
    double[] grid = grid(image, share);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double left = grid[y * (SIDE + 1) + x];
        double right = grid[y * (SIDE + 1) + x + 1];
        int bit = y * SIDE + x;
        int word = from + bit / Long.SIZE;
        hash[word] |= left < right ? 1L << (bit % Long.SIZE) : 0;
        hash[word + BITS_WORDS] |= Math.abs(left - right) >= NOTABLE ? 1L << (bit % Long.SIZE) : 0;
      }
    }
  }

  /** The mean greys of the patches of the photo's middle. */
  private static double[] grid(BufferedImage image, double share) {
    int columns = SIDE + 1;
    int width = Math.max(1, (int) Math.round(image.getWidth() * share));
    int height = Math.max(1, (int) Math.round(image.getHeight() * share));
    int left = (image.getWidth() - width) / 2;
    int top = (image.getHeight() - height) / 2;
    // A photo with fewer pixels than patches is read as if it were larger.
    int readWidth = Math.max(width, columns);
    int readHeight = Math.max(height, SIDE);
    double[] sums = new double[columns * SIDE];
    int[] counts = new int[sums.length];
    int[] pixels = new int[readWidth];
    int[] patchColumns = new int[readWidth];
    for (int x = 0; x < readWidth; x++) {
      pixels[x] = (int) ((long) x * width / readWidth);
      patchColumns[x] = (int) ((long) x * columns / readWidth);
    }
    int[] row = new int[width];
    for (int y = 0; y < readHeight; y++) {
      // As getRGB, which looks each pixel's colour model up.
      image
          .getRaster()
          .getDataElements(left, top + (int) ((long) y * height / readHeight), width, 1, row);
      int patches = (int) ((long) y * SIDE / readHeight) * columns;
      for (int x = 0; x < readWidth; x++) {
        int rgb = row[pixels[x]];
        int patch = patches + patchColumns[x];
        sums[patch] +=
            0.299 * ((rgb >> 16) & 255) + 0.587 * ((rgb >> 8) & 255) + 0.114 * (rgb & 255);
        counts[patch]++;
      }
    }
    Arrays.setAll(sums, i -> sums[i] / counts[i]);
    return sums;
  }
}
