package dev.flowers.trunk.vgg;

/**
 * Standard normal numbers that are the same on every machine and every Java: {@code
 * RandomGenerator.nextGaussian} promises neither.
 *
 * <p>SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014) feeds
 * the ziggurat of 128 blocks of Doornik, "An improved ziggurat method to generate normal random
 * samples", 2005. Not safe for use by several threads.
 */
final class GaussianGenerator {
  private static final int BLOCKS = 128;

  /** Where the tail starts, and the area of a block: Doornik's constants for 128 blocks. */
  private static final double TAIL = 3.442619855899;

  private static final double AREA = 9.91256303526217e-3;

  private static final double[] EDGES = new double[BLOCKS + 1];
  private static final double[] RATIOS = new double[BLOCKS];

  private long state;

  static {
    double density = StrictMath.exp(-0.5 * TAIL * TAIL);
    EDGES[0] = AREA / density;
    EDGES[1] = TAIL;
    for (int i = 2; i < BLOCKS; i++) {
      EDGES[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / EDGES[i - 1] + density));
      density = StrictMath.exp(-0.5 * EDGES[i] * EDGES[i]);
    }
    for (int i = 0; i < BLOCKS; i++) {
      RATIOS[i] = EDGES[i + 1] / EDGES[i];
    }
  }

  /** The stream of this number under this seed; streams do not overlap in practice. */
  GaussianGenerator(long seed, long number) {
    state = mix(mix(seed) + mix(~number));
  }

  /** The next number. */
  double next() {
    while (true) {
      long bits = nextBits();
      // 53 bits for the place in the block, seven others for the block.
      double place = 2 * unit(bits) - 1;
      int block = (int) (bits & (BLOCKS - 1));
      if (StrictMath.abs(place) < RATIOS[block]) {
        return place * EDGES[block];
      }
      if (block == 0) {
        return tail(place < 0);
      }
      double x = place * EDGES[block];
      double low = StrictMath.exp(-0.5 * (EDGES[block] * EDGES[block] - x * x));
      double high = StrictMath.exp(-0.5 * (EDGES[block + 1] * EDGES[block + 1] - x * x));
      if (high + unit(nextBits()) * (low - high) < 1) {
        return x;
      }
    }
  }

  private double tail(boolean negative) {
    double x;
    double y;
    do {
      // From 1 − u, which is never 0, so that no logarithm is infinite.
      x = StrictMath.log(1 - unit(nextBits())) / TAIL;
      y = StrictMath.log(1 - unit(nextBits()));
    } while (-2 * y < x * x);
    return negative ? x - TAIL : TAIL - x;
  }

  /** In [0, 1), from the upper 53 bits. */
  private static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private long nextBits() {
    state += 0x9e3779b97f4a7c15L;
    return mix(state);
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
